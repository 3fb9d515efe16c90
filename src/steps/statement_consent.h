// Whether a statement may be used for something: what whoever gave it agreed to.
//
// Judgements of kind "consent" about a statement ("item:3#t1") or about all of an item ("item:3")
// say so: {"agreed":["quotation","partner"]} (or "allow"), codes of the vocabulary "consent"
// ("report" is taken as "quotation"). The nearer one decides. Where nobody was asked: a testimony,
// and what stands in its words, is for no use outside the case, unless the item is public (a
// judgement of kind "access" about "item:3", value "public": news, a published report); anything
// else that a document says (its figures, citations) needs no consent.
//
// A judgement that keeps its statement's place is found again by it when a newer reading numbers
// otherwise. Where the place is gone, what was agreed to is agreed to no more, and what was refused
// is refused of the whole item.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/case.h"
#include "steps/case_step.h"

namespace hearim {

inline constexpr std::string_view kAccessKind = "access";

// Statements as judgements keep them, called what the newest readings call them.
class StatementPlaces {
 public:
  explicit StatementPlaces(const Case& from) : from_(from) {}
  // `kept`: "item:3#t1", or {"statement":"item:3#t1","kind":...,"start":...,"end":...}. Nothing
  // where it is no longer there.
  std::optional<std::string> now(const Json& kept);

 private:
  struct Finding {
    std::string id, kind;
    std::int64_t start = 0, end = 0;
  };
  const Case& from_;
  std::map<std::int64_t, std::vector<Finding>> readings_;
};

class StatementConsent {
 public:
  // `use`: a code of the vocabulary "consent". Throws Error(invalid_input) for another, and for a
  // judgement that says nothing of the kind.
  StatementConsent(const Case& from, std::string_view use);

  enum class Of { testimony, other };
  bool allows(std::int64_t item, std::string_view annotation, Of what) const;
  // "item:3#t1", on which an act rests; what cannot be understood is not allowed.
  bool allows(std::string_view statement) const;
  // "quoted without name or place": what was told goes out without its places.
  bool without_place() const { return use_ == "quotation"; }

 private:
  std::string use_;
  std::map<std::string, bool, std::less<>> said_;  // by what it is about
  std::set<std::int64_t> public_items_;
};

}  // namespace hearim
