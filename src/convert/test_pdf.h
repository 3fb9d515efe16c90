// Makes small PDF files for the tests: words at places, in any script.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace hearim {

// Text that begins at (x, y), in points from the lower left corner, letters of `size` points, each
// as wide as high, spaces 0.4 of that. Right-to-left text is given as it stands on the page, from
// the left.
struct PdfText {
  double x = 0, y = 0, size = 10;
  std::u32string text;
};

struct PdfOptions {
  std::string info = {};     // "/Title (..)"
  bool uhc_encoded = false;  // bytes of KSCms-UHC-H and no map to Unicode: texts are those bytes
  bool encrypted = false;
  int rotate = 0;
};

inline std::string make_pdf(const std::vector<std::vector<PdfText>>& pages,
                            const PdfOptions& options = {}) {
  std::vector<std::string> objects;  // from 1
  const auto page_number = [](std::size_t i) { return 10 + 2 * i; };
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", page_number(i));
  objects.push_back("<</Type/Catalog/Pages 2 0 R>>");
  objects.push_back(fmt::format("<</Type/Pages/Kids[{}]/Count {}>>", kids, pages.size()));
  const std::string ordering = options.uhc_encoded ? "Korea1" : "Identity";
  objects.push_back(fmt::format(
      "<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/{}/DescendantFonts[4 0 R]{}>>",
      options.uhc_encoded ? "KSCms-UHC-H" : "Identity-H",
      options.uhc_encoded ? "" : "/ToUnicode 6 0 R"));
  objects.push_back(
      fmt::format("<</Type/Font/Subtype/{}/BaseFont/Invented/CIDSystemInfo<</Registry(Adobe)"
                  "/Ordering({})/Supplement 0>>/DW 1000/W[32[400]]/FontDescriptor 5 0 R>>",
                  options.uhc_encoded ? "CIDFontType0" : "CIDFontType2", ordering));
  objects.push_back(
      "<</Type/FontDescriptor/FontName/Invented/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0"
      "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>");
  // One glyph for each code unit: its number is the unit.
  std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
      "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
  for (int high = 0; high < 256; ++high) {
    if (high % 64 == 0) map += "64 beginbfrange\n";
    map += fmt::format("<{0:02X}00> <{0:02X}FF> <{0:02X}00>\n", high);
    if (high % 64 == 63) map += "endbfrange\n";
  }
  map += "endcmap end end\n";
  const auto stream = [](const std::string& bytes) {
    return fmt::format("<</Length {}>>stream\n{}\nendstream", bytes.size(), bytes);
  };
  objects.push_back(stream(map));
  objects.push_back("<<" + options.info + ">>");
  objects.push_back(options.encrypted
                        ? "<</Filter/Standard/V 1/R 2/P -4/O(" + std::string(32, 'o') + ")/U(" +
                              std::string(32, 'u') + ")>>"
                        : "null");
  objects.push_back("null");
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::string content;
    for (const PdfText& text : pages[i]) {
      content += fmt::format("BT /F {} Tf 1 0 0 1 {} {} Tm <", text.size, text.x, text.y);
      for (const char32_t code : text.text)
        content += options.uhc_encoded ? fmt::format("{:02X}", static_cast<unsigned>(code))
                                       : fmt::format("{:04X}", static_cast<unsigned>(code));
      content += "> Tj ET\n";
    }
    objects.push_back(
        fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Rotate {}"
                    "/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                    options.rotate, page_number(i) + 1));
    objects.push_back(stream(content));
  }
  std::string pdf = "%PDF-1.5\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    offsets.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t table = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (const std::size_t offset : offsets) pdf += fmt::format("{:010} 00000 n \n", offset);
  pdf += fmt::format(
      "trailer<</Size {}/Root 1 0 R/Info 7 0 R{}/ID[(0123456789abcdef)"
      "(0123456789abcdef)]>>\nstartxref\n{}\n%%EOF\n",
      objects.size() + 1, options.encrypted ? "/Encrypt 8 0 R" : "", table);
  return pdf;
}

}  // namespace hearim
