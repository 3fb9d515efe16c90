// What a column of a list of people holds, by its header.
//
// What cannot be recognised is left out and said: a wrong guess would be evidence. Values are asked
// too (value_recognition.h), for columns whose header says nothing and against headers that
// mislead.
#pragma once

#include <optional>
#include <string_view>

#include "hearim/link.h"

namespace hearim {

// Headers in English, Spanish, Portuguese, French, German, Russian, Korean, Chinese and Arabic as
// lists use them; case, marks and letter variants do not count. A list's own row number ("id",
// "rec_id") is no field, nor is a column about somebody or something else ("father_name",
// "name of camp") or about the record ("date of interview").
std::optional<FieldType> recognise_field(std::string_view column);

// "names somebody else", "says when the record was made": why a header that holds a known word is
// not taken. Empty otherwise.
std::string_view why_header_misleads(std::string_view column);
// It is about the record and nobody else ("date of interview").
bool header_is_about_the_record(std::string_view column);

}  // namespace hearim
