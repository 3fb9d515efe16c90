#include "steps/field_recognition.h"

#include <algorithm>
#include <array>
#include <string>

namespace hearim {
namespace {

struct HeaderWord {
  std::string_view word;  // lower case
  FieldType type;
};

// Looked for in this order anywhere in the header, so that "birth_place" is a place and
// "family_name" no whole name.
constexpr std::array kHeaderWords = {HeaderWord{"place", FieldType::place},
                                     HeaderWord{"lugar", FieldType::place},
                                     HeaderWord{"lieu", FieldType::place},
                                     HeaderWord{"given", FieldType::given_name},
                                     HeaderWord{"first_name", FieldType::given_name},
                                     HeaderWord{"firstname", FieldType::given_name},
                                     HeaderWord{"forename", FieldType::given_name},
                                     HeaderWord{"prenom", FieldType::given_name},
                                     HeaderWord{"prénom", FieldType::given_name},
                                     HeaderWord{"nombres", FieldType::given_name},
                                     HeaderWord{"имя", FieldType::given_name},
                                     HeaderWord{"surname", FieldType::family_name},
                                     HeaderWord{"family", FieldType::family_name},
                                     HeaderWord{"last_name", FieldType::family_name},
                                     HeaderWord{"lastname", FieldType::family_name},
                                     HeaderWord{"apellido", FieldType::family_name},
                                     HeaderWord{"фамилия", FieldType::family_name},
                                     HeaderWord{"birth", FieldType::birth_date},
                                     HeaderWord{"born", FieldType::birth_date},
                                     HeaderWord{"dob", FieldType::birth_date},
                                     HeaderWord{"nacimiento", FieldType::birth_date},
                                     HeaderWord{"naissance", FieldType::birth_date},
                                     HeaderWord{"рождения", FieldType::birth_date},
                                     HeaderWord{"생년", FieldType::birth_date},
                                     HeaderWord{"出生", FieldType::birth_date},
                                     HeaderWord{"الميلاد", FieldType::birth_date},
                                     HeaderWord{"gender", FieldType::sex},
                                     HeaderWord{"sex", FieldType::sex},
                                     HeaderWord{"성별", FieldType::sex},
                                     HeaderWord{"性别", FieldType::sex},
                                     HeaderWord{"الجنس", FieldType::sex},
                                     HeaderWord{"пол", FieldType::sex},
                                     HeaderWord{"email", FieldType::id},
                                     HeaderWord{"phone", FieldType::id},
                                     HeaderWord{"passport", FieldType::id},
                                     HeaderWord{"national_id", FieldType::id},
                                     HeaderWord{"id_number", FieldType::id},
                                     HeaderWord{"ssn", FieldType::id},
                                     HeaderWord{"soc_sec", FieldType::id},
                                     HeaderWord{"city", FieldType::place},
                                     HeaderWord{"town", FieldType::place},
                                     HeaderWord{"village", FieldType::place},
                                     HeaderWord{"address", FieldType::place},
                                     HeaderWord{"suburb", FieldType::place},
                                     HeaderWord{"district", FieldType::place},
                                     HeaderWord{"province", FieldType::place},
                                     HeaderWord{"governorate", FieldType::place},
                                     HeaderWord{"region", FieldType::place},
                                     HeaderWord{"country", FieldType::place},
                                     HeaderWord{"location", FieldType::place},
                                     HeaderWord{"postcode", FieldType::place},
                                     HeaderWord{"zip", FieldType::place},
                                     HeaderWord{"street", FieldType::place},
                                     HeaderWord{"ciudad", FieldType::place},
                                     HeaderWord{"주소", FieldType::place},
                                     HeaderWord{"地址", FieldType::place},
                                     HeaderWord{"العنوان", FieldType::place},
                                     HeaderWord{"occupation", FieldType::category},
                                     HeaderWord{"profession", FieldType::category},
                                     HeaderWord{"nationality", FieldType::category},
                                     HeaderWord{"religion", FieldType::category},
                                     HeaderWord{"ethnic", FieldType::category},
                                     HeaderWord{"직업", FieldType::category},
                                     HeaderWord{"date", FieldType::event_date},
                                     HeaderWord{"fecha", FieldType::event_date},
                                     HeaderWord{"name", FieldType::name},
                                     HeaderWord{"nombre", FieldType::name},
                                     HeaderWord{"성명", FieldType::name},
                                     HeaderWord{"이름", FieldType::name},
                                     HeaderWord{"姓名", FieldType::name},
                                     HeaderWord{"الاسم", FieldType::name},
                                     HeaderWord{"фио", FieldType::name}};

// Short words that stand inside others ("age" in "village"): the whole header only.
constexpr std::array kWholeHeaders = {
    HeaderWord{"age", FieldType::age},         HeaderWord{"edad", FieldType::age},
    HeaderWord{"나이", FieldType::age},        HeaderWord{"年龄", FieldType::age},
    HeaderWord{"العمر", FieldType::age},       HeaderWord{"возраст", FieldType::age},
    HeaderWord{"job", FieldType::category},    HeaderWord{"state", FieldType::category},
    HeaderWord{"nom", FieldType::family_name}, HeaderWord{"성", FieldType::family_name},
    HeaderWord{"姓", FieldType::family_name}};

}  // namespace

std::optional<FieldType> recognise_field(std::string_view column) {
  std::string header;
  for (const char c : column) {
    header += c == ' ' || c == '-' || c == '.' ? '_' : c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  }
  for (const HeaderWord& whole : kWholeHeaders) {
    if (header == whole.word) return whole.type;
  }
  for (const HeaderWord& part : kHeaderWords) {
    if (header.find(part.word) != std::string::npos) return part.type;
  }
  return std::nullopt;
}

}  // namespace hearim
