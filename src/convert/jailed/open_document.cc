#include "convert/jailed/open_document.h"

#include <fmt/format.h>

#include "convert/jailed/stated_date.h"
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

class Meta : public XmlEvents {
 public:
  explicit Meta(AnswerWriter& out) : out_(out) {}
  void start(const XmlElement&) override { value_.clear(); }
  void text(std::string_view utf8) override { value_ += utf8; }
  void end(std::string_view name) override {
    if (value_.find_first_not_of(" \r\n\t") == std::string::npos) return;
    out_.field(name, value_);
    if (name == "title") out_.metadata(MetadataKey::title, value_);
    if (name == "initial-creator") out_.metadata(MetadataKey::author, value_);
    if (name == "language") out_.metadata(MetadataKey::language, value_);
    if (name == "creation-date")
      if (const std::string date = stated_date(value_); !date.empty())
        out_.metadata(MetadataKey::date, date);
    value_.clear();
  }

 private:
  AnswerWriter& out_;
  std::string value_;
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
    Meta meta(job.out);
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
