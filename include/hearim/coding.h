// Who did what to whom: the words acts are coded with, and the rules a coded act has to keep.
//
// Vocabularies are data (src/coding/vocabularies): codes that never change their meaning, with
// labels in English, Korean and Arabic. A code with a dot lies under a broader one. The rules
// checked here are those that a court or an opposing expert asks about first: are the elements of
// trafficking all there, is a person's age known where it decides, does "confirmed" rest on two
// independent lineages, and are cases, victims, perpetrators, acts and statements counted apart.
//
// Pure; nothing is decided here, only checked: a finding is shown to whoever judges.
// Sources: HURIDOCS Events Standard Formats (Dueck, Guzman & Verstappen 2001); Palermo Protocol
// (2000), article 3; IOM & UNODC, ICS-TIP (2023); P. Ball, Who Did What to Whom? (1996).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

enum class LabelLanguage { english, korean, arabic };

struct Term {
  std::string_view code;     // "trafficking.sale"
  std::string_view broader;  // a code of the same vocabulary; empty at the top
  std::string_view english, korean, arabic;
  std::string_view element;  // of trafficking, as a code of "element"; acts only; may be empty
  std::string_view label(LabelLanguage language) const;
};

// The names: act, element, role, involvement, source_grade, claim_grade, consent.
std::span<const std::string_view> vocabulary_names();
// In the order of the file; empty for another name. Lives as long as the program.
std::span<const Term> vocabulary(std::string_view name);
const Term* find_term(std::string_view vocabulary_name, std::string_view code);
// Whether `code` is `broader` or lies somewhere under it.
bool is_under(std::string_view vocabulary_name, std::string_view code, std::string_view broader);

// What a testimony was read to say (TestimonyFact::act, "sold") as a type of act; empty: none
// follows from the word alone. A proposal, never a decision.
std::string_view act_of_fact(std::string_view fact);

struct Perpetrator {
  std::string person;
  std::string involvement;  // code; empty: not known
};

struct CodedAct {
  std::string id;
  std::string case_id;  // the event; acts of one chain of events share it
  std::string victim;   // person id; one act has one victim
  std::vector<Perpetrator> perpetrators;
  std::string act;                    // code
  std::vector<std::string> elements;  // of trafficking, given by hand beside what the act implies
  std::string place;
  std::string date;                     // EDTF
  std::vector<std::string> statements;  // what it rests on
};

// What is wrong with a coded act, one line each: unknown codes, no victim, no statement, ...
std::vector<std::string> act_faults(const CodedAct& act);

struct AgeRange {
  std::optional<double> low, high;  // completed years at the time of the acts; absent: open
};

enum class TraffickingFinding {
  complete,              // act, means where needed, and purpose
  complete_as_child,     // act and purpose; under 18, so that means are not needed
  complete_if_under_18,  // act and purpose, no means, and the age is not known well enough
  incomplete,
};
struct TraffickingCheck {
  TraffickingFinding finding = TraffickingFinding::incomplete;
  std::vector<std::string_view> act, means, purpose;  // element codes found, each once
  std::string words;                                  // one sentence
};
// Of the acts against one victim. REQUIRES: all have the same victim.
TraffickingCheck check_trafficking(std::span<const CodedAct> acts, const AgeRange& age);

// What is wrong with grading a claim so; empty if nothing. `independent_lineages`: origins, not
// articles, that say it.
std::string grade_fault(std::string_view source_grade, std::string_view claim_grade,
                        int independent_lineages);

// Each counted once, however often it is named: never one in place of another.
struct CodingCounts {
  std::size_t cases = 0, acts = 0, victims = 0, perpetrators = 0, persons = 0, statements = 0;
};
CodingCounts count_coding(std::span<const CodedAct> acts);

// Whether what was agreed to (codes of "consent") allows a use (one of them).
bool consent_allows(std::span<const std::string> agreed, std::string_view use);

}  // namespace hearim
