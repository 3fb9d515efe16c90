// What HTML's elements mean for plain text: which begin a line, which are not shown, which are not
// the page's own matter. After the rendering section of the HTML standard and the ARIA roles.
#pragma once

#include <optional>
#include <string_view>

#include "hearim/convert.h"

namespace hearim {

enum class HtmlFlow { inline_text, line, paragraph, cell, row };

HtmlFlow html_flow(std::string_view element);
bool is_html_void(std::string_view element);      // has no end tag
bool is_html_unread(std::string_view element);    // script, style...: no text at all
bool keeps_html_space(std::string_view element);  // pre

// The role an element gives what is in it; nothing: that of the element around it. `in_article`: it
// is inside an article or main, where header and footer are the article's own.
std::optional<RunRole> html_role(std::string_view element, bool in_article);
std::optional<RunRole> aria_role(std::string_view role);
// By whole words of class and id ("nav", "breadcrumbs"), for generic elements only.
std::optional<RunRole> role_of_class_words(std::string_view words);
bool takes_role_of_class(std::string_view element);
bool is_style_hidden(std::string_view style);  // display:none, visibility:hidden

}  // namespace hearim
