// A name as a disk has it, made fit for people's eyes: what is no UTF-8, control characters, and
// characters that turn the direction of writing are written as \x1B, \u202E; the rest stays.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

std::string shown_name(std::string_view bytes);
bool is_utf8(std::string_view bytes);
std::string base_name(std::string_view path);  // behind the last slash

}  // namespace hearim
