// A figure as published, read from what a step made: where in it, and in which form.
//
//     {"result":"result:7","pointer":"/report/people/count","as":"count"}   -> "11,313"
//
// as: "count" whole numbers; "people" to the whole person; "percent"; "digits" three significant;
// "text" as it stands; "size" how many there are; "where" of how many `member` is `is`; "range"
// "8,790 to 11,200" from `low` and `high` ("at least", "at most" where an end is open); "quantity"
// the value of an annotation; "rounded" a count of people, by the rule of `small_below` and
// `round_to` (disclosure_control.h).
#pragma once

#include <string>
#include <string_view>

#include "report/disclosure_control.h"
#include "report/reading_json.h"

namespace hearim {

inline constexpr std::string_view kSmallCell = "fewer than ";  // then the limit

// Throws Error(corrupt) where nothing of that form is there.
std::string figure_value(const Json& content, const Json& take);

// What `as` means, for readers: "rounded to 5, and not shown below 10".
std::string figure_form_words(const Json& take);

}  // namespace hearim
