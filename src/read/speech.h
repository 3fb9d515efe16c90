// Who says what to whom.
//
//   Marta Quill told the Post that | two of them died      indirect; speaker, hearer
//   | Forty men were missing |, a survivor said.           indirect, the verb behind
//   According to the initiative, | ...                     indirect
//   "We have no names," he said.                           direct; "he" as whom it stands for
//
// Direct quotations are given (quotations.h); here they get their speaker and hearer, and indirect
// ones are added. What is said of somebody inside a quotation is nested and found too. A pronoun
// stands for who spoke last in its paragraph, then for the subject before it. Linear: whatever is
// looked for around a verb stays in its sentence and within a fixed reach.
#pragma once

#include <vector>

#include "read/actor_index.h"

namespace hearim {

struct SpeechAct {
  std::uint32_t first = 0, last = 0;          // lexemes of what is said
  std::uint32_t cue_first = 0, cue_last = 0;  // equal: no cue
  TextSpan span;                              // of what is said
  QuoteForm form = QuoteForm::indirect;
  std::int32_t speaker = -1, hearer = -1;  // actors
  bool asserts = true;                     // false: asks for something
};

// author_of: by the entity of a work, the actor who made it; -1 if nobody is named.
struct Speech {
  std::vector<SpeechAct> acts;          // in the order of the text
  std::vector<std::int32_t> author_of;  // by entity
};
Speech speech_of(const ActorIndex& index, std::int32_t entity_count,
                 const std::vector<Quote>& quotes);

}  // namespace hearim
