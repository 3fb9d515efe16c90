#include "convert/jailed/office_package.h"

#include <fmt/format.h>

#include "convert/jailed/stated_properties.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

std::string folder_of(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(part.substr(0, slash + 1));
}

// "../media/x" in "word/" is "media/x".
std::string resolved(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string path(folder);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (path.ends_with('/')) path.pop_back();
    path = folder_of(path);
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return path + std::string(target);
}

class RelationReader : public XmlEvents {
 public:
  RelationReader(std::string folder, std::vector<OfficeRelation>& out)
      : folder_(std::move(folder)), out_(out) {}
  void start(const XmlElement& element) override {
    if (element.name != "Relationship") return;
    const std::string_view type = element["Type"];
    const bool external = element["TargetMode"] == "External";
    out_.push_back(
        {.id = std::string(element["Id"]),
         .type = std::string(type.substr(type.rfind('/') + 1)),
         .target = external ? std::string(element["Target"]) : resolved(folder_, element["Target"]),
         .external = external});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  std::string folder_;
  std::vector<OfficeRelation>& out_;
};

std::vector<OfficeRelation> relations_of(const ZipPackage& zip, std::string_view part) {
  const std::string folder = folder_of(part);
  const std::string name = folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
  std::vector<OfficeRelation> relations;
  if (zip.file(name).empty()) return relations;
  RelationReader reader(folder, relations);
  read_xml(zip.file(name), name, reader);
  return relations;
}

void remark_on_parts(const OfficePackage& package, AnswerWriter& out) {
  std::size_t pictures = 0, macros = 0;
  for (const auto& [name, size] : package.zip.others) {
    pictures += name.find("/media/") != std::string::npos ? 1 : 0;
    macros += name.ends_with("vbaProject.bin") ? 1 : 0;
  }
  if (macros > 0) out.remark("holds macros, which were neither run nor read");
  if (pictures > 0)
    out.remark(fmt::format("holds {} picture{}, whose text, if any, is not read", pictures,
                           pictures == 1 ? "" : "s"));
  std::size_t outside = 0;
  for (const OfficeRelation& relation : package.relations)
    outside += relation.external && relation.type != "hyperlink" ? 1 : 0;
  if (outside > 0)
    out.remark(fmt::format("refers to {} thing{} outside of it, which were not fetched", outside,
                           outside == 1 ? "" : "s"));
}

}  // namespace

OfficePackage open_office_package(const Job& job) {
  // An encrypted one is no zip at all, but an OLE file: the host refuses that by its first bytes.
  OfficePackage package;
  package.zip = open_zip_package(job, [](std::string_view name) {
    return name.ends_with(".xml") || name.ends_with(".rels") ||
           name.find("/embeddings/") != std::string_view::npos;
  });
  for (const OfficeRelation& relation : relations_of(package.zip, "")) {
    if (relation.type == "officeDocument" && !relation.external)
      package.main_part = relation.target;
    if (relation.type == "core-properties" && !package.zip.file(relation.target).empty()) {
      StatedProperties properties(job.out, {.author = "creator", .date = "created"});
      read_xml(package.zip.file(relation.target), relation.target, properties);
    }
  }
  if (package.zip.file(package.main_part).empty())
    throw ConvertProblem{ConvertReason::damaged, "is damaged: its main part is not there"};
  package.relations = relations_of(package.zip, package.main_part);
  remark_on_parts(package, job.out);
  std::uint32_t count = 0;
  for (const auto& [name, bytes] : package.zip.files) {
    if (name.find("/embeddings/") == std::string::npos) continue;
    if (++count > job.limits.attachment_count_max) break;
    job.out.attachment(name, name.substr(name.rfind('/') + 1), "", bytes);
  }
  return package;
}

}  // namespace hearim
