// Sources: CLDR 42 month names (en, es, fr, pt, de, ru, ko, ar, ar-SY, ar-DZ) and the spellings and
// short forms found beside them in lists.
#include "text/month_names.h"

#include <array>
#include <string>
#include <unordered_map>

namespace hearim {
namespace {

// One row per month, names parted by commas.
constexpr std::array<std::string_view, 12> kGregorian = {
    "january,jan,enero,ene,janvier,janv,januar,janeiro,янв,январь,января,일월,يناير,كانون الثاني,"
    "جانفي",
    "february,feb,febrero,fevrier,fevr,fev,februar,fevereiro,фев,февр,февраль,февраля,이월,فبراير,"
    "شباط,فيفري",
    "march,mar,marzo,mars,marz,maerz,marco,мар,март,марта,삼월,مارس,اذار",
    "april,apr,abril,abr,avril,avr,апр,апрель,апреля,사월,ابريل,نيسان,افريل",
    "may,mayo,mai,maio,май,мая,오월,مايو,ايار,ماي",
    "june,jun,junio,juin,juni,junho,июн,июнь,июня,유월,육월,يونيو,يونيه,حزيران,جوان",
    "july,jul,julio,juillet,juil,juli,julho,июл,июль,июля,칠월,يوليو,يوليه,تموز,جويليه",
    "august,aug,agosto,ago,aout,авг,август,августа,팔월,اغسطس,اب,اوت",
    "september,sep,sept,septiembre,setiembre,set,septembre,setembro,сен,сент,сентябрь,сентября,"
    "구월,سبتمبر,ايلول",
    "october,oct,octubre,octobre,oktober,okt,outubro,out,окт,октябрь,октября,시월,십월,اكتوبر,"
    "تشرين الاول",
    "november,nov,noviembre,novembre,novembro,ноя,нояб,ноябрь,ноября,십일월,نوفمبر,تشرين الثاني",
    "december,dec,diciembre,dic,decembre,dezember,dez,dezembro,дек,декабрь,декабря,십이월,ديسمبر,"
    "كانون الاول"};

constexpr std::array<std::string_view, 12> kHijri = {
    "محرم,المحرم,muharram,moharram",
    "صفر,safar",
    "ربيع الاول,ربيع اول,rabi al awwal,rabi ul awwal,rabi i",
    "ربيع الثاني,ربيع الاخر,rabi al thani,rabi ul thani,rabi al akhir,rabi ii",
    "جمادي الاولي,جمادي الاول,jumada al awwal,jumada al ula,jumada i",
    "جمادي الثانيه,جمادي الثاني,جمادي الاخره,jumada al thani,jumada al akhirah,jumada ii",
    "رجب,rajab",
    "شعبان,shaban,sha ban",
    "رمضان,ramadan,ramadhan",
    "شوال,shawwal,shawal",
    "ذو القعده,ذي القعده,ذوالقعده,dhu al qadah,dhu al qidah,dhul qadah",
    "ذو الحجه,ذي الحجه,ذوالحجه,dhu al hijjah,dhul hijjah,dhul hijja"};

std::unordered_map<std::string, MonthName> all_names() {
  std::unordered_map<std::string, MonthName> names;
  const auto add = [&](const std::array<std::string_view, 12>& rows, MonthCalendar calendar) {
    for (int month = 1; month <= 12; ++month) {
      std::string_view row = rows[static_cast<size_t>(month - 1)];
      while (!row.empty()) {
        const size_t comma = std::min(row.find(','), row.size());
        names.emplace(row.substr(0, comma), MonthName{month, calendar});
        row.remove_prefix(std::min(comma + 1, row.size()));
      }
    }
  };
  add(kGregorian, MonthCalendar::gregorian);
  add(kHijri, MonthCalendar::hijri);
  return names;
}

}  // namespace

std::optional<MonthName> month_from_name(std::string_view folded) {
  static const auto names = all_names();
  const auto found = names.find(std::string(folded));
  if (found == names.end()) return std::nullopt;
  return found->second;
}

}  // namespace hearim
