#include "convert/jailed/html_rules.h"

#include <algorithm>
#include <array>
#include <string>

namespace hearim {
namespace {

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 24> kLines = {
    "address", "article", "aside",    "body",       "center", "dd",      "details", "dir",
    "div",     "dt",      "fieldset", "figcaption", "footer", "form",    "header",  "html",
    "legend",  "li",      "main",     "nav",        "option", "section", "summary", "caption"};
constexpr std::array<std::string_view, 17> kParagraphs = {
    "p",  "h1", "h2", "h3",    "h4",     "h5",  "h6",     "blockquote", "dl",
    "ol", "ul", "hr", "table", "figure", "pre", "dialog", "hgroup"};
constexpr std::array<std::string_view, 8> kUnread = {"script", "style",  "template", "object",
                                                     "applet", "iframe", "textarea", "head"};
constexpr std::array<std::string_view, 15> kVoid = {"area",  "base",   "br",    "col",  "embed",
                                                    "hr",    "img",    "input", "link", "meta",
                                                    "param", "source", "track", "wbr",  "frame"};

struct Row {
  std::string_view word;
  RunRole role;
};
constexpr std::array kAria = {
    Row{"navigation", RunRole::navigation}, Row{"banner", RunRole::header},
    Row{"contentinfo", RunRole::footer},    Row{"complementary", RunRole::aside},
    Row{"search", RunRole::navigation},     Row{"menu", RunRole::navigation},
    Row{"menubar", RunRole::navigation},    Row{"main", RunRole::body},
    Row{"article", RunRole::body},          Row{"dialog", RunRole::aside},
};
constexpr std::array kClassWords = {
    Row{"nav", RunRole::navigation},        Row{"navbar", RunRole::navigation},
    Row{"navigation", RunRole::navigation}, Row{"menu", RunRole::navigation},
    Row{"gnb", RunRole::navigation},        Row{"lnb", RunRole::navigation},
    Row{"breadcrumb", RunRole::navigation}, Row{"breadcrumbs", RunRole::navigation},
    Row{"pagination", RunRole::navigation}, Row{"skip-link", RunRole::navigation},
    Row{"footer", RunRole::footer},         Row{"site-footer", RunRole::footer},
    Row{"copyright", RunRole::footer},      Row{"header", RunRole::header},
    Row{"site-header", RunRole::header},    Row{"masthead", RunRole::header},
    Row{"sidebar", RunRole::aside},         Row{"related", RunRole::aside},
    Row{"cookie", RunRole::aside},          Row{"cookies", RunRole::aside},
    Row{"cookie-banner", RunRole::aside},   Row{"share", RunRole::aside},
    Row{"social", RunRole::aside},          Row{"newsletter", RunRole::aside},
    Row{"advertisement", RunRole::aside},   Row{"ads", RunRole::aside},
};

template <std::size_t N>
std::optional<RunRole> role_in(const std::array<Row, N>& rows, std::string_view word) {
  for (const Row& row : rows)
    if (row.word == word) return row.role;
  return std::nullopt;
}

std::string lower_without_space(std::string_view text) {
  std::string result;
  for (char c : text.substr(0, 1024))
    if (c != ' ' && c != '\t' && c != '\n')
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

}  // namespace

HtmlFlow html_flow(std::string_view element) {
  if (element == "td" || element == "th") return HtmlFlow::cell;
  if (element == "tr") return HtmlFlow::row;
  if (holds(kParagraphs, element)) return HtmlFlow::paragraph;
  return holds(kLines, element) ? HtmlFlow::line : HtmlFlow::inline_text;
}

bool is_html_void(std::string_view element) { return holds(kVoid, element); }
bool is_html_unread(std::string_view element) { return holds(kUnread, element); }
bool keeps_html_space(std::string_view element) { return element == "pre" || element == "xmp"; }

std::optional<RunRole> html_role(std::string_view element, bool in_article) {
  if (element == "nav" || element == "menu" || element == "select") return RunRole::navigation;
  if (element == "aside") return RunRole::aside;
  if (element == "header" && !in_article) return RunRole::header;
  if (element == "footer" && !in_article) return RunRole::footer;
  if (element == "figcaption") return RunRole::caption;
  if (element == "del" || element == "strike") return RunRole::deleted;
  if (element == "noscript" || element == "noframes") return RunRole::hidden;
  if (element == "main" || element == "article") return RunRole::body;
  return std::nullopt;
}

std::optional<RunRole> aria_role(std::string_view role) { return role_in(kAria, role); }

bool takes_role_of_class(std::string_view element) {
  constexpr std::array<std::string_view, 7> kGeneric = {"div",   "section", "ul",  "ol",
                                                        "table", "p",       "span"};
  return holds(kGeneric, element);
}

std::optional<RunRole> role_of_class_words(std::string_view words) {
  constexpr std::string_view kSpace = " \t\r\n";
  for (std::size_t at = words.find_first_not_of(kSpace); at < words.size();
       at = words.find_first_not_of(kSpace, at)) {
    const std::size_t end = std::min(words.find_first_of(kSpace, at), words.size());
    if (const auto role = role_in(kClassWords, lower_without_space(words.substr(at, end - at))))
      return role;
    at = end;
  }
  return std::nullopt;
}

bool is_style_hidden(std::string_view style) {
  const std::string flat = lower_without_space(style);
  return flat.find("display:none") != std::string::npos ||
         flat.find("visibility:hidden") != std::string::npos;
}

}  // namespace hearim
