// Messages (RFC 5322, MIME RFC 2045 to 2049) -> the text of their body, and their attachments as
// documents of their own, by GMime. Of several forms of one text (multipart/alternative) the plain
// one is read. What the message says of itself (from, to, date, subject) is metadata.
//
// The C library loads its tables of encodings from files; those that messages use are loaded before
// the jail closes. Bodies are decoded by ICU, which needs none.
#include "convert/jailed/email.h"

#include <fmt/format.h>
#include <gmime/gmime.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "convert/decoded_bytes.h"
#include "convert/jailed/html.h"
#include "convert/jailed/stated_encoding.h"

namespace hearim {
namespace {

constexpr std::size_t kDepthMax = 50;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename Type>
using Held = std::unique_ptr<Type, Unref>;

std::string_view view(const char* text) { return text ? text : std::string_view(); }

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return result;
}

std::string media_type_of(GMimeObject* object) {
  GMimeContentType* type = g_mime_object_get_content_type(object);
  if (!type) return "text/plain";
  return lower_case(fmt::format("{}/{}", view(g_mime_content_type_get_media_type(type)),
                                view(g_mime_content_type_get_media_subtype(type))));
}

std::string bytes_of_stream(GMimeStream* stream) {
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  return bytes && bytes->data ? std::string(reinterpret_cast<const char*>(bytes->data), bytes->len)
                              : std::string();
}

// What a part holds, its transfer encoding undone.
std::string content_of(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (!content) return {};
  const Held<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(content, memory.get());
  return bytes_of_stream(memory.get());
}

class MessageReader {
 public:
  explicit MessageReader(const Job& job) : job_(job), out_(job.out) {}

  void read(GMimeMessage* message) {
    write_headers(message);
    if (GMimeObject* body = g_mime_message_get_mime_part(message)) {
      const bool single = !GMIME_IS_MULTIPART(body);
      read_part(body, single ? "1" : "", 0);
    }
    if (left_aside_ > 0)
      out_.remark("holds the same text in another form (HTML), which was left aside");
    if (attachments_ > job_.limits.attachment_count_max)
      out_.remark(fmt::format("has {} attachments; the first {} were taken", attachments_,
                              job_.limits.attachment_count_max));
  }

 private:
  void write_headers(GMimeMessage* message) {
    GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    const int count = std::min(g_mime_header_list_get_count(headers), 500);
    for (int i = 0; i < count; ++i) {
      GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
      out_.field(view(g_mime_header_get_name(header)), view(g_mime_header_get_value(header)));
    }
    if (const auto subject = view(g_mime_message_get_subject(message)); !subject.empty())
      out_.metadata(MetadataKey::title, subject);
    if (InternetAddressList* from = g_mime_message_get_from(message)) {
      char* text = internet_address_list_to_string(from, nullptr, FALSE);
      if (text) out_.metadata(MetadataKey::author, text);
      g_free(text);
    }
    // The day where it was sent: the date as stated, with the zone that stands beside it.
    if (GDateTime* date = g_mime_message_get_date(message)) {
      char* day = g_date_time_format(date, "%Y-%m-%d");
      if (day) out_.metadata(MetadataKey::date, day);
      g_free(day);
    }
  }

  void read_part(GMimeObject* object, const std::string& number, std::size_t depth) {
    if (depth > kDepthMax)
      throw ConvertProblem{
          ConvertReason::too_deep,
          fmt::format("its parts stand in each other more than {} deep", kDepthMax)};
    if (GMIME_IS_MULTIPART(object)) return read_multipart(GMIME_MULTIPART(object), number, depth);
    if (GMIME_IS_MESSAGE_PART(object)) {
      GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      const Held<GMimeStream> memory(g_mime_stream_mem_new());
      if (inner) g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, memory.get());
      return attach(number, "message.eml", "message/rfc822", bytes_of_stream(memory.get()));
    }
    if (!GMIME_IS_PART(object)) {
      out_.remark(fmt::format("part {} is of a kind that is not read", number));
      return;
    }
    GMimePart* part = GMIME_PART(object);
    const std::string type = media_type_of(object);
    const std::string name(view(g_mime_part_get_filename(part)));
    const bool attached =
        lower_case(view(g_mime_object_get_disposition(object))) == "attachment" || !name.empty();
    const bool is_html = type == "text/html" || type == "application/xhtml+xml";
    if (attached || (type != "text/plain" && !is_html))
      return attach(number, name, type, content_of(part));
    const std::string charset =
        encoding_meant(view(g_mime_object_get_content_type_parameter(object, "charset")));
    if (!out_.ends_with_separator()) out_.separator("\n\n");
    if (is_html)
      read_html(content_of(part), charset, "part " + number, job_.limits, out_);
    else
      write_plain(content_of(part), charset, number);
  }

  void read_multipart(GMimeMultipart* multipart, const std::string& number, std::size_t depth) {
    const std::string type = media_type_of(GMIME_OBJECT(multipart));
    const int count = g_mime_multipart_get_count(multipart);
    const auto number_of = [&](int i) {
      return number.empty() ? std::to_string(i + 1) : fmt::format("{}.{}", number, i + 1);
    };
    if (type == "multipart/encrypted")
      out_.remark(fmt::format("part {} is encrypted", number.empty() ? "1" : number));
    int chosen = -1;
    if (type == "multipart/alternative") {
      for (int i = 0; i < count && chosen < 0; ++i)
        if (media_type_of(g_mime_multipart_get_part(multipart, i)) == "text/plain" &&
            is_written(g_mime_multipart_get_part(multipart, i)))
          chosen = i;
      if (chosen < 0 && count > 0) chosen = count - 1;  // the richest one stands last
    }
    for (int i = 0; i < count; ++i) {
      GMimeObject* part = g_mime_multipart_get_part(multipart, i);
      const bool same_text = chosen >= 0 && i != chosen && media_type_of(part).starts_with("text/");
      if (same_text)
        left_aside_ += is_written(part) ? 1 : 0;
      else
        read_part(part, number_of(i), depth + 1);
    }
  }

  static bool is_written(GMimeObject* object) {
    return GMIME_IS_PART(object) &&
           content_of(GMIME_PART(object)).find_first_not_of(" \t\r\n") != std::string::npos;
  }

  void write_plain(const std::string& bytes, const std::string& charset,
                   const std::string& number) {
    const auto decoded = decode_bytes(bytes, charset);
    if (!decoded) {
      out_.remark(
          fmt::format("part {} says that it is text, and holds a byte 0: not read", number));
      return;
    }
    if (decoded->text.empty()) return;
    out_.encoding(decoded->encoding);
    for (const std::string& note : decoded->notes) out_.remark(note);
    TextRun run;
    run.source = RunSource::node;
    run.index = out_.node(out_.root("part " + number), "text()", 1);
    out_.text(decoded->text, run);
  }

  void attach(const std::string& number, const std::string& name, const std::string& type,
              const std::string& bytes) {
    if (++attachments_ > job_.limits.attachment_count_max) return;
    out_.attachment(number, name, type, bytes);
  }

  const Job& job_;
  AnswerWriter& out_;
  std::uint32_t attachments_ = 0;
  int left_aside_ = 0;
};

}  // namespace

void prepare_email() {
  // Of names in headers. One that the system lacks leaves its letters unread, and nothing else.
  for (const char* name :
       {"EUC-KR",     "UHC",        "GB18030",    "GBK",        "EUC-CN",      "BIG5",
        "BIG5-HKSCS", "SHIFT_JIS",  "CP932",      "EUC-JP",     "ISO-2022-JP", "ISO-2022-KR",
        "CP1250",     "CP1251",     "CP1252",     "CP1254",     "CP1256",      "KOI8-R",
        "ISO-8859-1", "ISO-8859-2", "ISO-8859-6", "ISO-8859-9", "ISO-8859-15", "UTF-16"}) {
    [[maybe_unused]] const iconv_t kept = ::iconv_open("UTF-8", name);
  }
  g_mime_init();
}

void convert_email(const Job& job) {
  job.out.format(DocumentFormat::email);
  const Held<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(job.input.data(), job.input.size()));
  const Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Held<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message)
    throw ConvertProblem{ConvertReason::damaged, "is damaged: no message can be made out in it"};
  MessageReader(job).read(message.get());
}

}  // namespace hearim
