#include "steps/field_recognition.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "text/letter_folding.h"

namespace hearim {
namespace {

using enum FieldType;

struct HeaderWords {
  FieldType type;
  std::string_view words;  // with spaces between; "_" stands for any separator
};

// Looked for in this order anywhere in the header, so that "birth_place" is a place and
// "family_name" no whole name.
constexpr HeaderWords kHeaderWords[] = {
    {category, "ethnic nationality nationalite nacionalidad religion staatsangehorigkeit"},
    {place,
     "place lugar lieu birth_country birth_city birth_village born_in country_of city_of town_of "
     "место местожит 出生地 籍贯 籍貫 출생지 본적 مكان محل"},
    {given_name,
     "given first_name firstname forename prenom prenome nombres vorname имя 名字 الاسم_الاول"},
    {family_name,
     "surname family last_name lastname apellido sobrenome nachname familienname фамилия الكنية "
     "اللقب"},
    {birth_date,
     "birth born dob nacimiento nascimento naissance geburt рождения 생년 출생 生日 出生 الميلاد "
     "الولاده"},
    {sex, "gender _sex sex_ geschlecht 성별 性别 性別 الجنس"},
    {id,
     "email e_mail phone passport pasaporte passeport national_id id_number ssn soc_sec 전화 여권 "
     "주민등록 电话 電話 护照 身份证 身份證 الهاتف جواز телефон паспорт"},
    {place,
     "city town village address suburb district province governorate region country location "
     "postcode zip street neighbourhood neighborhood municipality ciudad municipio departamento "
     "barrio direccion endereco adresse ville commune wohnort адрес город деревня село область "
     "주소 거주 지역 장소 마을 居住 地址 住址 地点 地點 村 العنوان المحافظه المدينه القريه "
     "المنطقه"},
    {category,
     "occupation profession ocupacion profesion beruf профессия 직업 국적 职业 職業 المهنه"},
    {event_date, "date fecha data_d datum дата 날짜 일자 사망일 日期 تاريخ"},
    {name, "name nombre nome отчество 성명 이름 姓名 الاسم اسم фио ф_и_о"}};

// Short words that stand inside others ("age" in "village"): the whole header only.
constexpr HeaderWords kWholeHeaders[] = {
    {age, "age edad idade alter 나이 연령 年龄 年齡 العمر السن возраст"},
    {category, "job state"},
    {sex, "sex sexe sexo пол"},
    {place, "ort"},
    {event_date, "data"},
    {family_name, "nom 성 姓"},
    {given_name, "名"},
    {name, "nom_complet"}};

// A header with one of these is about somebody else, or about a thing that has a name.
constexpr std::string_view kOthers =
    "father mother parent spouse husband wife widow brother sister relative next_of_kin guardian "
    "informant interviewe reported reporter witness perpetrator suspect accused contact_ owner "
    "school camp organi file_ filename user company unit_name event_name group_name list_name "
    "project_name case_name padre madre conyuge perpetrador "
    "pere mere conjoint vater mutter отец мать отца матери 아버지 부친 어머니 모친 배우자 "
    "가해자 신고자 父 母 配偶 الاب الام والد زوج الجاني";
constexpr std::string_view kAboutTheRecord =
    "interview entry entered created modified updated update registration registered recorded "
    "imported submission submitted of_report report_date intake admission admitted date_opened "
    "registro enregistrement 작성 등록 접수 면담 신고일 입소 登记 登記 访谈 訪談 入住 入所 التسجيل";

constexpr std::string_view kRecordWords = "its header is about the record, not the person";

std::string folded_header(std::string_view header) {
  std::string text = to_utf8(fold_letters(header));
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return c == ' ' || c == '-' || c == '.' || c == '/' || c == ':' || c == '\''; },
      '_');
  while (!text.empty() && text.back() == '_') text.pop_back();
  return text;
}

// The words of a table, folded as headers are.
std::vector<std::string> folded_words(std::string_view words) {
  std::vector<std::string> result;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (space > 0) result.push_back(to_utf8(fold_letters(words.substr(0, space))));
    words.remove_prefix(std::min(words.size(), space + 1));
  }
  return result;
}

struct FoldedWord {
  std::string word;
  FieldType type;
};

std::vector<FoldedWord> folded_table(std::span<const HeaderWords> table) {
  std::vector<FoldedWord> result;
  for (const HeaderWords& row : table) {
    for (std::string& word : folded_words(row.words)) result.push_back({std::move(word), row.type});
  }
  return result;
}

bool holds_any(const std::string& header, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return header.find(word) != std::string::npos;
  });
}

}  // namespace

std::string_view why_header_misleads(std::string_view column) {
  static const std::vector<std::string> others = folded_words(kOthers);
  static const std::vector<std::string> record = folded_words(kAboutTheRecord);
  const std::string header = folded_header(column);
  if (holds_any(header, others)) return "its header names somebody or something else";
  if (holds_any(header, record)) return kRecordWords;
  return {};
}

bool header_is_about_the_record(std::string_view column) {
  return why_header_misleads(column) == kRecordWords;
}

std::optional<FieldType> recognise_field(std::string_view column) {
  static const std::vector<FoldedWord> whole = folded_table(kWholeHeaders);
  static const std::vector<FoldedWord> parts = folded_table(kHeaderWords);
  if (!why_header_misleads(column).empty()) return std::nullopt;
  const std::string header = folded_header(column);
  for (const FoldedWord& word : whole) {
    if (header == word.word) return word.type;
  }
  for (const FoldedWord& part : parts) {
    if (header.find(part.word) != std::string::npos) return part.type;
  }
  return std::nullopt;
}

}  // namespace hearim
