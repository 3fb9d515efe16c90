// What people decided about a machine's findings, kept beside the documents and applied again after
// every reading (docs/formats/corrections.md).
//
// A correction never disappears: one that cannot be placed, or meets another finding than the one
// it was made against, is applied as far as it can be and reported as a conflict.
#pragma once

#include <string>
#include <vector>

#include "report/reading_json.h"

namespace hearim {

enum class CorrectionAction { accept, reject, change, add };

struct CorrectionConflict {
  std::string id;    // of the correction
  std::string what;  // in plain words
};

struct CorrectedAnnotations {
  Json annotations;  // those a person touched have "review": accepted, changed or added
  int applied = 0;
  std::vector<CorrectionConflict> conflicts;
};

class Corrections {
 public:
  // Throws Error(invalid_input) naming the file, the correction and the field.
  static Corrections parse(const std::string& json, const std::string& source);

  // `document`: path or base name, as the target's source says it. Throws Error(invalid_input)
  // where a body holds what no annotation holds.
  CorrectedAnnotations apply(const std::string& document, std::u32string_view text,
                             const Json& annotations) const;

  // A new correction about an annotation as it is now. `fields` replace or, for add, are it: they
  // hold `kind` and `start`, `end`, or `exact` words that occur once. Throws Error(invalid_input).
  void append(CorrectionAction action, const std::string& document, std::u32string_view text,
              const Json& annotations, const std::string& id, const Json& fields);

  std::string dump() const;
  std::size_t size() const { return items_.size(); }

 private:
  CorrectedAnnotations applied(const std::string& document, std::u32string_view text,
                               const Json& annotations) const;

  Json items_ = Json::array();
  std::string source_;
};

}  // namespace hearim
