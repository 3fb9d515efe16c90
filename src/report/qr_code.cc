#include "report/qr_code.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "hearim/error.h"

namespace hearim {
namespace {

constexpr int kModule = 4;  // pixels
constexpr int kMargin = 4;  // modules, as the standard asks
constexpr int kLine = 16;   // pixels from line to line of the caption
constexpr int kLetter = 6;  // pixels a letter is wide at the caption's size, rounded up
constexpr std::size_t kTextMax = 2000;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace

std::string qr_code_svg(std::string_view text, std::string_view caption) {
  if (text.size() > kTextMax)
    throw Error(ErrorCode::limit, fmt::format("{} bytes do not fit into a QR code", text.size()));
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) throw Error(ErrorCode::limit, "the QR code cannot be made");
  const int side = (code->width + 2 * kMargin) * kModule;
  const std::vector<std::string_view> lines = lines_of(caption);
  int width = side;
  for (const std::string_view line : lines)
    width = std::max(width, static_cast<int>(line.size()) * kLetter + 2 * kMargin * kModule);
  const int height = side + static_cast<int>(lines.size()) * kLine + kMargin;
  std::string path;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        path += fmt::format("M{} {}h{}v{}h-{}z", (x + kMargin) * kModule, (y + kMargin) * kModule,
                            kModule, kModule, kModule);
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n<path fill=\"#000\" "
      "shape-rendering=\"crispEdges\" d=\"{2}\"/>\n",
      width, height, path);
  int y = side + kLine / 2;
  for (const std::string_view line : lines) {
    svg +=
        fmt::format("<text x=\"{}\" y=\"{}\" font-family=\"monospace\" font-size=\"9\">{}</text>\n",
                    kMargin * kModule, y, escaped(line));
    y += kLine;
  }
  return svg + "</svg>\n";
}

}  // namespace hearim
