// `hearim code CASE`: who did what to whom, coded from testimonies and by hand
// (docs/formats/coding.md). Every part of it is a judgement: a later one replaces an earlier one
// and overwrites nothing. A person, a case or an act is called after the judgement that made it:
// "person:17", so that no number is ever given twice. A person's name goes to the identities'
// compartment, never into a judgement.
//
// A statement is kept with its place, so that it is found again when a new reading numbers its
// findings otherwise. What rests on an item that is withdrawn goes with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/coding.h"
#include "steps/case_step.h"

namespace hearim {

inline constexpr std::string_view kActKind = "act";
inline constexpr std::string_view kPersonKind = "person";
inline constexpr std::string_view kEventKind = "case";
inline constexpr std::string_view kGradeKind = "grade";
inline constexpr std::string_view kConsentKind = "consent";

// A finding of a reading, wherever it stands now.
struct CodedStatement {
  std::string name = {};  // "item:3#t1", by the newest reading; as it was kept where it is gone
  std::int64_t item = 0;
  std::string kind = {};
  std::uint32_t start = 0, end = 0;
  bool found = true;
};

struct KeptAct : CodedAct {  // `statements`: names of `rests_on`
  std::string method = {};
  std::vector<CodedStatement> rests_on = {};
  std::int64_t judgement = 0;
  std::string actor = {};
};
struct KeptPerson {
  std::string id = {};
  AgeRange age = {};
  std::string sex = {};       // as given; empty: not known
  std::int64_t identity = 0;  // Case::view_identity(); 0: none
  std::vector<CodedStatement> rests_on = {};
  std::int64_t judgement = 0;
};
struct KeptEvent {  // what acts are counted within: "a case"
  std::string id = {}, place = {}, date = {};
  std::int64_t judgement = 0;
};
struct KeptGrade {
  std::string claim = {};  // "claim:k4" of the newest board; empty: no longer on it
  std::string source_grade = {}, claim_grade = {};
  std::string about = {};       // what the claim counts, in its words
  int independent_sources = 0;  // by the newest board
  std::int64_t judgement = 0;
};
struct KeptConsent {
  CodedStatement statement = {};         // of kind "item": all of it
  std::vector<std::string> agreed = {};  // codes of "consent"
  std::int64_t judgement = 0;
};

// What stands, in the order it was made.
struct CaseCoding {
  std::vector<KeptAct> acts;
  std::vector<KeptPerson> persons;
  std::vector<KeptEvent> events;
  std::vector<KeptGrade> grades;
};
CaseCoding coding_in(const Case& from);

// Statements whose consent was recorded. What was not asked was not agreed to: a statement that is
// not among them allows nothing (consent_allows()).
std::vector<KeptConsent> consents_of(const Case& from);

// New parts. `id` empty: a new one; else it replaces what stands. Each is a unit of work of its own
// and returns its id. Throws Error(invalid_input) with every fault, Error(not_found) where a
// person, case or statement is not there.
std::string keep_act(Case& into, const KeptAct& act);
std::string keep_person(Case& into, const KeptPerson& person, std::string_view name = {});
std::string keep_event(Case& into, const KeptEvent& event);
void keep_grade(Case& into, std::string_view claim, const std::string& source_grade,
                const std::string& claim_grade);
// `about`: a statement, or "item:3" for all of an item; the nearer one decides.
void keep_consent(Case& into, const std::string& about, const std::vector<std::string>& agreed);
// Whether everybody may read the item anyway (news, a published report): "public" or "closed".
void keep_access(Case& into, std::int64_t item, const std::string& access);
// Takes back an act, person or case. Error(conflict): something standing names it.
void take_back_coding(Case& into, const std::string& id);

// What testimonies say, as acts somebody may code; those that stand already are left out.
struct ProposedAct {
  CodedStatement statement;
  std::string document;  // as shown
  std::string act;       // code; empty: it has none
  std::string said;      // the act in the reading: "sold"
  std::string words;     // of the text
};
// Of one statement ("item:3#t1"), or of all. Cost: every reading that has a testimony is read.
std::vector<ProposedAct> proposed_acts(const Case& from, const std::string& statement = {});

// {"counts":{"cases":2,"acts":5,"victims":3,"perpetrators":1,"persons":4,"statements":6},
//  "acts":[{"act":"trafficking.sale","labels":{"en":...,"ko":...,"ar":...},"acts":2,"cases":2,
//           "victims":2,"statements":2}],
//  "findings":[{"victim":"person:17","finding":"complete","act":[...],"means":[...],
//               "purpose":[...],"words":"..."}],
//  "grades":[{"claim":"claim:k4","about":...,"source":"B","claim_grade":"2",
//             "independent_sources":1,"fault":""}],
//  "faults":["act:23: ..."], "consents":{"recorded":2,"by_use":{"analysis":2,...}}}
Json coding_of_case(const Case& from);

}  // namespace hearim
