// How many documents a second become text, and what the host needs for it.
//   build/release/convert_bench [SECONDS]
// Every document is made here, about 3 KB of text, another one each time. Wall-clock time of one
// Converter on one thread, and processor time of all processes, which does not depend on what else
// the machine does. The jail's time holds its setting up, once.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "convert/test_pdf.h"
#include "convert/test_zip.h"
#include "hearim/convert.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

long resident_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

double cpu_seconds(__rusage_who who) {
  rusage usage{};
  ::getrusage(who, &usage);
  const auto s = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return s(usage.ru_utime) + s(usage.ru_stime);
}

const std::string kSentence =
    "여기에 스무 명이 있었다고 한다. Twenty people were there, it was said. ";

std::string plain(int i, int sentences) {
  std::string text = fmt::format("{}\n", i);
  for (int s = 0; s < sentences; ++s) text += kSentence + (s % 4 == 3 ? "\n" : "");
  return text;
}

std::string page(int i) {
  std::string html =
      "<!DOCTYPE html><html lang=ko><head><title>x</title><style>p{margin:0}</style></head>"
      "<body><nav><ul><li><a href=a>Home</a><li><a href=b>World</a></ul></nav><article>";
  for (int p = 0; p < 8; ++p) html += fmt::format("<p class=x id=p{}>{}</p>", i, plain(i, 4));
  return html + "</article><footer>Rights</footer></body></html>";
}

std::string pdf(int i, int pages) {
  std::vector<std::vector<hearim::PdfText>> content;
  for (int p = 0; p < pages; ++p) {
    content.emplace_back();
    for (int line = 0; line < 40; ++line)
      content.back().push_back(
          {.x = 40,
           .y = 560.0 - 13 * line,
           .size = 9,
           .text = U"여기에 스무 명이 있었다고 한다 " +
                   std::u32string(1, static_cast<char32_t>(U'A' + (i + line) % 26))});
  }
  return hearim::make_pdf(content);
}

std::string docx(int i) {
  std::string body;
  for (int p = 0; p < 8; ++p) body += "<w:p><w:r><w:t>" + plain(i, 4) + "</w:t></w:r></w:p>";
  return hearim::make_zip(
      {{"_rels/.rels",
        "<R><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/></R>"},
       {"word/document.xml",
        "<w:document xmlns:w='w'><w:body>" + body + "</w:body></w:document>"}});
}

std::string xlsx(int rows) {
  std::string sheet = "<worksheet><sheetData>";
  for (int r = 1; r <= rows; ++r) {
    sheet += fmt::format("<row r='{}'>", r);
    for (char c = 'A'; c <= 'H'; ++c)
      sheet += fmt::format("<c r='{}{}' t='inlineStr'><is><t>{}</t></is></c>", c, r, r * 31 + c);
    sheet += "</row>";
  }
  return hearim::make_zip(
      {{"_rels/.rels", "<R><Relationship Id='r' Type='x/officeDocument' Target='b.xml'/></R>"},
       {"b.xml", "<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>"},
       {"_rels/b.xml.rels", "<R><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/></R>"},
       {"s.xml", sheet + "</sheetData></worksheet>"}});
}

void measure(const char* what, const char* name, double seconds, int variety,
             const std::function<std::string(int)>& make) {
  // Without bubblewrap, which does not hand on the processor time of what it started; namespaces
  // cost nothing for each document.
  hearim::ConverterOptions options;
  options.bubblewrap = "/nonexistent/bwrap";
  auto converter = std::make_unique<hearim::Converter>(options);
  std::vector<std::string> documents;
  for (int i = 0; i < variety; ++i) documents.push_back(make(i));
  std::uint64_t text_bytes = 0;
  int count = 0;
  const auto convert = [&](const std::string& document) {
    const hearim::Conversion c = converter->convert(document, name, {});
    if (c.status != hearim::ConvertStatus::converted) {
      std::fprintf(stderr, "%s: %s\n", what, c.message.c_str());
      std::exit(1);
    }
    text_bytes += c.text.size();
    ++count;
  };
  convert(documents[0]);  // sets the jail up
  text_bytes = 0, count = 0;
  const double cpu = cpu_seconds(RUSAGE_SELF), jail_cpu = cpu_seconds(RUSAGE_CHILDREN);
  const auto begin = Clock::now();
  while (seconds_since(begin) < seconds)
    convert(documents[static_cast<std::size_t>(count) % documents.size()]);
  const double took = seconds_since(begin);
  const double host_ms = 1000 * (cpu_seconds(RUSAGE_SELF) - cpu) / count;
  converter.reset();  // the jail's processes are counted when they have ended
  const double jail_ms = 1000 * (cpu_seconds(RUSAGE_CHILDREN) - jail_cpu) / count;
  fmt::print(
      "{:<24} {:>7.0f} files/s {:>9.0f} per CPU second; CPU: host {:>6.2f} ms, jail {:>7.2f} ms; "
      "{:>6.1f} MB of text per CPU second; host {:>4} MiB\n",
      what, count / took, 1000 / (host_ms + jail_ms), host_ms, jail_ms,
      static_cast<double>(text_bytes) / count / 1e3 / (host_ms + jail_ms), resident_kib() / 1024);
}

}  // namespace

int main(int argument_count, char** arguments) {
  const double seconds = argument_count > 1 ? std::atof(arguments[1]) : 3;
  hearim::Converter converter;
  const auto begin = Clock::now();
  if (!converter.jail().sufficient) {
    std::fprintf(stderr, "%s\n", converter.jail().why_not.c_str());
    return 3;
  }
  fmt::print("jail set up and tried in {:.0f} ms\n", 1000 * seconds_since(begin));
  for (const std::string& layer : converter.jail().active) fmt::print("  active: {}\n", layer);
  for (const std::string& layer : converter.jail().missing) fmt::print("  missing: {}\n", layer);
  // The large ones last: the memory is the peak so far.
  measure("text, 3 KB", "a.txt", seconds, 20, [](int i) { return plain(i, 32); });
  measure("html, 3 KB of text", "a.html", seconds, 20, page);
  measure("docx, 3 KB of text", "a.docx", seconds, 20, docx);
  measure("pdf, 1 page", "a.pdf", seconds, 20, [](int i) { return pdf(i, 1); });
  measure("xlsx, 10 rows of 8", "a.xlsx", seconds, 20, [](int) { return xlsx(10); });
  measure("pdf, 50 pages", "a.pdf", seconds, 5, [](int i) { return pdf(i, 50); });
  measure("xlsx, 20,000 rows of 8", "a.xlsx", seconds, 1, [](int) { return xlsx(20'000); });
  measure("text, 30 MB", "a.txt", seconds, 1, [](int i) { return plain(i, 350'000); });
  return 0;
}
