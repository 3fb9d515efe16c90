#include "convert/jailed/open_document.h"

#include <fmt/format.h>

#include "convert/jailed/stated_properties.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

class Manifest : public XmlEvents {
 public:
  void start(const XmlElement& element) override {
    encrypted = encrypted || element.name == "encryption-data";
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  bool encrypted = false;
};

}  // namespace

ZipPackage open_open_document(const Job& job) {
  ZipPackage package = open_zip_package(job, [](std::string_view name) {
    return name == "content.xml" || name == "styles.xml" || name == "meta.xml" ||
           name == "META-INF/manifest.xml";
  });
  if (const std::string_view xml = package.file("META-INF/manifest.xml"); !xml.empty()) {
    Manifest manifest;
    read_xml(xml, "META-INF/manifest.xml", manifest);
    if (manifest.encrypted)
      throw ConvertProblem{ConvertReason::encrypted,
                           "is encrypted: ask for the password and save it without one"};
  }
  if (package.file("content.xml").empty())
    throw ConvertProblem{ConvertReason::damaged, "is damaged: its content is not there"};
  if (const std::string_view xml = package.file("meta.xml"); !xml.empty()) {
    StatedProperties meta(job.out, {.author = "initial-creator", .date = "creation-date"});
    read_xml(xml, "meta.xml", meta);
  }
  std::size_t pictures = 0, macros = 0;
  for (const auto& [name, size] : package.others) {
    pictures += name.starts_with("Pictures/") && size > 0 ? 1 : 0;
    macros += name.starts_with("Basic/") || name.starts_with("Scripts/") ? 1 : 0;
  }
  if (macros > 0) job.out.remark("holds macros, which were neither run nor read");
  if (pictures > 0)
    job.out.remark(fmt::format("holds {} picture{}, whose text, if any, is not read", pictures,
                               pictures == 1 ? "" : "s"));
  return package;
}

}  // namespace hearim
