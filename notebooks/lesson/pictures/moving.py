"""図の枠の中に、短いSVGでかくもの（濃淡、線、点）。スライダーでは、ここだけを動かす。"""

import base64
import io

import numpy as np

import perceptron_helpers as helpers

from .figure import BLACK, MARKS, SHADES

POINTS = 61  # 濃淡と線を計算する点の数（縦と横）


class Pane:
    """図 picture の軸 ax の枠の中。parts は、そこにかくもの（はみ出した部分は見えない）。"""

    def __init__(self, picture, ax):
        self.ax, self.parts = ax, []
        self.box = picture.svg and ax.get_window_extent()  # 枠の位置は、図をかくと決まる
        picture.panes.append(self)

    def place(self, points):
        """値の配列 points（形状 (n, 2)）の、枠の左上から右と下に測った位置（ポイント）。"""
        right, up = (self.ax.transData.transform(points) - self.box.min).T
        return np.stack([right, self.box.height - up], axis=1).round(2)

    def svg(self):
        """枠の位置に置いた、中のもの。"""
        return (f'<svg x="{self.box.x0:.2f}" y="{self.ax.figure.bbox.height - self.box.y1:.2f}" '
                f'width="{self.box.width:.2f}" height="{self.box.height:.2f}">{"".join(self.parts)}</svg>')

    def line(self, points, color=BLACK, width=2, dash="none"):
        """値の配列 points（形状 (n, 2)）をつなぐ線をかく。"""
        d = "L".join(f"{x} {y}" for x, y in self.place(points))
        self.parts.append(f'<path d="M{d}" fill="none" stroke="{color}" stroke-width="{width}" '
                          f'stroke-dasharray="{dash}"/>')

    def marks(self, points, color, marker="o", radius=7.5, text=""):
        """値の配列 points（形状 (n, 2)）の位置に、丸か四角をかき、中に text を書く。"""
        size, corner = 2 * radius, radius if marker == "o" else 0
        for x, y in self.place(points):
            self.parts.append(f'<rect x="{x - radius}" y="{y - radius}" width="{size}" height="{size}" '
                              f'rx="{corner}" fill="{color}"/><text x="{x}" y="{y + 4.5}" '
                              f'style="font: 13px sans-serif; text-anchor: middle; fill: #fff">{text}</text>')

    def samples(self, points, y_true):
        """正解が1のサンプルをオレンジの四角、0を青い丸でかき、中に正解を書く。"""
        for answer, look in enumerate(MARKS):
            self.marks(points[(y_true >= 0.5) == answer], *look, text=answer)

    def output(self, model, activation):
        """出力の濃淡と決定境界をかく。決定境界が枠の中にあるかどうかを返す。"""
        from contourpy import contour_generator
        from PIL import Image
        across, up = np.linspace(*self.ax.get_xlim(), POINTS), np.linspace(*self.ax.get_ylim(), POINTS)
        grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        output = np.nan_to_num(helpers.predict(model, activation, grid)).clip(-1e9, 1e9)
        output, image = output.reshape(POINTS, POINTS), io.BytesIO()
        colors = [np.interp(output[::-1], (0, 0.5, 0.5, 1), color) for color in zip(*SHADES)]
        Image.fromarray(np.stack(colors, axis=-1).astype(np.uint8)).save(image, "png", compress_level=1)
        address = "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()
        width, height = self.box.size / (POINTS - 1)  # 1つの点の大きさ
        self.parts.append(f'<image width="{POINTS}" height="{POINTS}" xlink:href="{address}" '
                          f'transform="matrix({width} 0 0 {height} {-width / 2} {-height / 2})"/>')
        lines = contour_generator(across, up, output).lines(0.5)
        for line in lines:
            self.line(line)
        return len(lines) > 0
