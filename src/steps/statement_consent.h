// Whether a statement may be used for something: what whoever gave it agreed to.
//
// Judgements of kind "consent" about a statement ("item:3#t1") or about all of an item ("item:3")
// say so: {"allow":["quotation","partner"]}, codes of the vocabulary "consent" ("report" is taken
// as "quotation"). The nearer one decides. Where nobody was asked: a testimony, and what stands in
// its words, is for no use outside the case, unless the item is public (a judgement of kind
// "access" about "item:3", value "public": news, a published report); anything else that a document
// says (its figures, citations) needs no consent.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/case.h"

namespace hearim {

inline constexpr std::string_view kConsentKind = "consent";
inline constexpr std::string_view kAccessKind = "access";

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
