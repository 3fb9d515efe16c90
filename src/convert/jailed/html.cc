// HTML -> text, by libxml2's HTML parser, event by event: no tree is built, so that a million open
// elements cost a stack and not a recursion. What is not the page's own matter (navigation,
// footers, what is hidden) is written with its role, never left out; scripts and styles are no
// text.
//
// The tree that paths name is the parser's: it adds html and body where they are missing, as
// browsers do, but no tbody.
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/code_points.h"
#include "convert/decoded_bytes.h"
#include "convert/jailed/flowing_text.h"
#include "convert/jailed/html.h"
#include "convert/jailed/html_rules.h"
#include "convert/jailed/node_stack.h"
#include "convert/jailed/sax_parser.h"
#include "convert/jailed/stated_date.h"
#include "convert/jailed/stated_encoding.h"

namespace hearim {
namespace {

class Attributes {
 public:
  explicit Attributes(const xmlChar** pairs) : pairs_(pairs) {}
  // Empty where it is not there.
  std::string_view operator[](std::string_view name) const {
    for (const xmlChar** at = pairs_; at && at[0]; at += 2)
      if (view(at[0]) == name) return view(at[1]);
    return {};
  }
  bool has(std::string_view name) const {
    for (const xmlChar** at = pairs_; at && at[0]; at += 2)
      if (view(at[0]) == name) return true;
    return false;
  }

 private:
  const xmlChar** pairs_;
};

class HtmlReader {
 public:
  HtmlReader(AnswerWriter& out, std::string_view root, std::uint32_t depth_max)
      : out_(out), nodes_(out, root, depth_max), text_(out) {
    states_.push_back({});
  }

  void start(std::string_view name, const Attributes& attributes) {
    nodes_.open(name);
    State state = states_.back();
    read_metadata(name, attributes);
    if (is_html_unread(name)) state.unread = true;
    state.is_title = name == "title";
    if (keeps_html_space(name)) state.space = FlowingText::Space::keep;
    state.in_article = state.in_article || name == "article" || name == "main";
    if (const auto role = role_of(name, attributes, state)) state.role = *role;
    if (!state.unread) {
      begin_or_end(name);
      if (name == "br") text_.ask_break(TextBreak::line);
      if (name == "img" && !attributes["alt"].empty()) {
        const bool shown = state.role == RunRole::body;
        text_.ask_break(TextBreak::space);
        text_.add(attributes["alt"], nodes_.attribute("alt"), 0,
                  shown ? RunRole::caption : state.role, FlowingText::Space::collapse);
        text_.ask_break(TextBreak::space);
      }
    }
    states_.push_back(state);
  }

  void end(std::string_view name) {
    if (states_.size() == 1) return;
    const State state = states_.back();
    states_.pop_back();
    nodes_.close();
    if (!state.unread) begin_or_end(name);
  }

  void characters(std::string_view utf8) {
    const State& state = states_.back();
    if (state.is_title && title_.size() < 4096) title_ += utf8;
    if (state.unread || state.is_title) return;
    const bool only_space = utf8.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
    if (only_space && state.space == FlowingText::Space::collapse) {
      nodes_.skip_text(utf8.size());
      text_.ask_break(TextBreak::space);
      return;
    }
    const std::uint64_t count = count_code_points(utf8);
    const NodeStack::TextPlace place = nodes_.add_text(count);
    text_.add(utf8, place.node, place.offset, state.role, state.space);
  }

  void finish() {
    const auto collapsed = [](std::string_view text) {
      std::string result;
      for (char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
          result += c;
        else if (!result.empty() && result.back() != ' ')
          result += ' ';
      }
      if (result.ends_with(' ')) result.pop_back();
      return result;
    };
    const std::string title = collapsed(title_.empty() ? open_graph_title_ : title_);
    if (!title.empty()) out_.metadata(MetadataKey::title, title);
  }

 private:
  struct State {
    RunRole role = RunRole::body;
    FlowingText::Space space = FlowingText::Space::collapse;
    bool unread = false;
    bool is_title = false;
    bool in_article = false;
  };

  static std::optional<RunRole> role_of(std::string_view name, const Attributes& attributes,
                                        const State& around) {
    // What is hidden stays so, and what a navigation holds is navigation.
    if (around.role == RunRole::hidden) return std::nullopt;
    if (attributes.has("hidden") || is_style_hidden(attributes["style"])) return RunRole::hidden;
    if (const auto role = aria_role(attributes["role"])) return role;
    const auto of_element = html_role(name, around.in_article);
    if (of_element && around.role != RunRole::body && *of_element == RunRole::body)
      return std::nullopt;
    if (of_element) return of_element;
    if (around.role != RunRole::body || around.in_article || !takes_role_of_class(name))
      return std::nullopt;
    if (const auto role = role_of_class_words(attributes["class"])) return role;
    return role_of_class_words(attributes["id"]);
  }

  void begin_or_end(std::string_view name) {
    switch (html_flow(name)) {
      case HtmlFlow::inline_text:
        return;
      case HtmlFlow::cell:
        return text_.ask_break(TextBreak::cell);
      case HtmlFlow::row:
      case HtmlFlow::line:
        return text_.ask_break(TextBreak::line);
      case HtmlFlow::paragraph:
        return text_.ask_break(TextBreak::paragraph);
    }
  }

  void state_date(std::string_view value) {
    if (has_date_) return;
    if (const std::string date = stated_date(value); !date.empty()) {
      out_.metadata(MetadataKey::date, date);
      has_date_ = true;
    }
  }

  void read_metadata(std::string_view name, const Attributes& attributes) {
    if (name == "html") {
      const std::string_view language =
          attributes.has("lang") ? attributes["lang"] : attributes["xml:lang"];
      if (!language.empty()) out_.metadata(MetadataKey::language, language);
    } else if (name == "time" && attributes.has("datetime")) {
      if (fields_++ < kFieldsMax) out_.field("time", attributes["datetime"]);
      if (attributes.has("pubdate")) state_date(attributes["datetime"]);
    } else if (name == "link" && attributes["rel"] == "canonical") {
      out_.field("canonical", attributes["href"]);
    } else if (name == "meta") {
      std::string key(attributes.has("name") ? attributes["name"] : attributes["property"]);
      for (char& c : key)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
      const std::string_view value = attributes["content"];
      if (key.empty() || value.empty()) return;
      if (fields_++ < kFieldsMax) out_.field(key, value);
      constexpr std::array<std::string_view, 8> kDates = {
          "article:published_time", "date",    "dc.date",     "dcterms.date",
          "dc.date.issued",         "pubdate", "publishdate", "datepublished"};
      if (std::find(kDates.begin(), kDates.end(), key) != kDates.end()) state_date(value);
      if (key == "author") out_.metadata(MetadataKey::author, value);
      if (key == "og:title") open_graph_title_ = value;
    }
  }

  static constexpr int kFieldsMax = 200;

  AnswerWriter& out_;
  NodeStack nodes_;
  FlowingText text_;
  std::vector<State> states_;
  std::string title_, open_graph_title_;
  int fields_ = 0;
  bool has_date_ = false;
};

struct Reading {
  HtmlReader& reader;
  EventCalls calls = {};
};

Reading& reading_of(void* user) { return *static_cast<Reading*>(user); }

}  // namespace

void read_html(std::string_view bytes, const std::string& stated_encoding, std::string_view root,
               const JailJob& limits, AnswerWriter& out) {
  const std::string encoding = stated_encoding.empty() ? encoding_in_html(bytes) : stated_encoding;
  std::optional<DecodedBytes> decoded = decode_bytes(bytes, encoding);
  if (!decoded)
    throw ConvertProblem{ConvertReason::damaged, "is named as HTML but holds a byte 0: no text"};
  out.encoding(decoded->encoding);
  for (const std::string& note : decoded->notes) out.remark(note);

  if (decoded->text.empty()) return;
  HtmlReader reader(out, root, limits.depth_max);
  Reading reading{reader};
  const SaxParser parser(
      htmlCreateMemoryParserCtxt(decoded->text.data(), static_cast<int>(decoded->text.size())));
  if (!parser) throw std::bad_alloc();
  reading.calls.stop_on_problem(parser.get());
  xmlSAXHandler handler{};
  handler.startElement = [](void* user, const xmlChar* name, const xmlChar** attributes) {
    Reading& r = reading_of(user);
    r.calls.call([&] { r.reader.start(view(name), Attributes(attributes)); });
  };
  handler.endElement = [](void* user, const xmlChar* name) {
    Reading& r = reading_of(user);
    r.calls.call([&] { r.reader.end(view(name)); });
  };
  handler.characters = [](void* user, const xmlChar* text, int size) {
    Reading& r = reading_of(user);
    r.calls.call([&] { r.reader.characters(view(text, size)); });
  };
  handler.ignorableWhitespace = handler.characters;
  handler.cdataBlock = [](void*, const xmlChar*, int) {};  // of scripts and styles
  *parser->sax = handler;
  parser->userData = &reading;
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                       HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser.get());
  reading.calls.rethrow();
  reader.finish();
}

void convert_html(const Job& job) {
  job.out.format(DocumentFormat::html);
  read_html(job.input, "", "", job.limits, job.out);
}

}  // namespace hearim
