#include "invented_names.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace hearim {
namespace {

// Spellings are separated by spaces, the most usual first.
struct KoreanWord {
  std::string_view hangul, han, latin;
  double share;  // of surnames per cent; of given syllables, a weight
  char sex = 'b';
};
constexpr std::array kKoreanSurnames = {KoreanWord{"김", "金", "Kim Gim", 21.5},
                                        KoreanWord{"이", "李", "Lee Yi Rhee", 14.7},
                                        KoreanWord{"박", "朴", "Park Pak Bak", 8.4},
                                        KoreanWord{"최", "崔", "Choi Choe", 4.7},
                                        KoreanWord{"정", "鄭", "Jung Jeong Chung", 4.3},
                                        KoreanWord{"강", "姜", "Kang Gang", 2.4},
                                        KoreanWord{"조", "趙", "Cho Jo", 2.1},
                                        KoreanWord{"윤", "尹", "Yoon Yun", 2.1},
                                        KoreanWord{"장", "張", "Jang Chang", 2.0},
                                        KoreanWord{"임", "林", "Lim Im Rim", 1.7},
                                        KoreanWord{"한", "韓", "Han", 1.5},
                                        KoreanWord{"오", "吳", "Oh O", 1.5},
                                        KoreanWord{"서", "徐", "Seo Suh", 1.5},
                                        KoreanWord{"신", "申", "Shin Sin", 1.5},
                                        KoreanWord{"권", "權", "Kwon Gwon", 1.4},
                                        KoreanWord{"황", "黃", "Hwang", 1.4},
                                        KoreanWord{"안", "安", "Ahn An", 1.4},
                                        KoreanWord{"송", "宋", "Song", 1.4},
                                        KoreanWord{"홍", "洪", "Hong", 1.1},
                                        KoreanWord{"전", "全", "Jeon Jun Chon", 1.1},
                                        KoreanWord{"고", "高", "Ko Go", 0.9},
                                        KoreanWord{"문", "文", "Moon Mun", 0.9},
                                        KoreanWord{"양", "梁", "Yang", 0.9},
                                        KoreanWord{"손", "孫", "Son Sohn", 0.9},
                                        KoreanWord{"배", "裵", "Bae Pae", 0.8},
                                        KoreanWord{"백", "白", "Baek Paik", 0.8},
                                        KoreanWord{"허", "許", "Heo Hur", 0.7},
                                        KoreanWord{"유", "劉", "Yoo Yu", 0.6},
                                        KoreanWord{"남", "南", "Nam", 0.6},
                                        KoreanWord{"심", "沈", "Shim Sim", 0.5},
                                        KoreanWord{"노", "盧", "Noh Roh No", 0.5},
                                        KoreanWord{"하", "河", "Ha", 0.5},
                                        KoreanWord{"곽", "郭", "Kwak Gwak", 0.4},
                                        KoreanWord{"성", "成", "Sung Seong", 0.4},
                                        KoreanWord{"차", "車", "Cha", 0.4},
                                        KoreanWord{"주", "朱", "Joo Ju", 0.4},
                                        KoreanWord{"우", "禹", "Woo U", 0.4},
                                        KoreanWord{"구", "具", "Koo Gu", 0.4},
                                        KoreanWord{"민", "閔", "Min", 0.3},
                                        KoreanWord{"나", "羅", "Na Ra", 0.3},
                                        KoreanWord{"진", "陳", "Jin Chin", 0.3},
                                        KoreanWord{"엄", "嚴", "Um Eom", 0.3},
                                        KoreanWord{"채", "蔡", "Chae", 0.3},
                                        KoreanWord{"원", "元", "Won", 0.3},
                                        KoreanWord{"천", "千", "Chun Cheon", 0.2},
                                        KoreanWord{"방", "方", "Bang Pang", 0.2},
                                        KoreanWord{"공", "孔", "Kong Gong", 0.2},
                                        KoreanWord{"현", "玄", "Hyun Hyeon", 0.2}};
constexpr std::array kKoreanSyllables = {KoreanWord{"영", "英", "Young Yeong Yong", 6},
                                         KoreanWord{"희", "姬", "Hee Hui", 4, 'f'},
                                         KoreanWord{"수", "秀", "Soo Su", 5},
                                         KoreanWord{"민", "敏", "Min", 4},
                                         KoreanWord{"지", "智", "Ji Jee", 4},
                                         KoreanWord{"현", "賢", "Hyun Hyeon", 4},
                                         KoreanWord{"준", "俊", "Jun Joon", 3, 'm'},
                                         KoreanWord{"성", "成", "Sung Seong", 4, 'm'},
                                         KoreanWord{"호", "浩", "Ho", 3, 'm'},
                                         KoreanWord{"진", "眞", "Jin", 4},
                                         KoreanWord{"철", "哲", "Chul Cheol Chol", 4, 'm'},
                                         KoreanWord{"순", "順", "Soon Sun", 4, 'f'},
                                         KoreanWord{"옥", "玉", "Ok Ock", 3, 'f'},
                                         KoreanWord{"자", "子", "Ja", 3, 'f'},
                                         KoreanWord{"정", "貞", "Jung Jeong Chong", 5},
                                         KoreanWord{"미", "美", "Mi Mee", 3, 'f'},
                                         KoreanWord{"경", "京", "Kyung Gyeong Kyong", 4},
                                         KoreanWord{"숙", "淑", "Sook Suk", 4, 'f'},
                                         KoreanWord{"은", "恩", "Eun Un", 3, 'f'},
                                         KoreanWord{"혜", "惠", "Hye Hae", 2, 'f'},
                                         KoreanWord{"연", "姸", "Yeon Youn", 2, 'f'},
                                         KoreanWord{"선", "善", "Sun Seon Son", 3},
                                         KoreanWord{"화", "花", "Hwa", 3, 'f'},
                                         KoreanWord{"금", "錦", "Keum Geum Kum", 2},
                                         KoreanWord{"복", "福", "Bok Pok", 2},
                                         KoreanWord{"남", "男", "Nam", 2},
                                         KoreanWord{"길", "吉", "Gil Kil", 2, 'm'},
                                         KoreanWord{"용", "龍", "Yong Ryong", 3, 'm'},
                                         KoreanWord{"광", "光", "Kwang Gwang", 3, 'm'},
                                         KoreanWord{"일", "日", "Il", 2, 'm'},
                                         KoreanWord{"동", "東", "Dong Tong", 3, 'm'},
                                         KoreanWord{"태", "泰", "Tae", 2, 'm'},
                                         KoreanWord{"상", "相", "Sang", 3, 'm'},
                                         KoreanWord{"재", "在", "Jae", 3, 'm'},
                                         KoreanWord{"기", "基", "Ki Gi", 2, 'm'},
                                         KoreanWord{"훈", "勳", "Hoon Hun", 2, 'm'},
                                         KoreanWord{"석", "碩", "Seok Suk", 2, 'm'},
                                         KoreanWord{"병", "炳", "Byung Byeong", 2, 'm'},
                                         KoreanWord{"춘", "春", "Chun Choon", 2},
                                         KoreanWord{"명", "明", "Myung Myeong Myong", 3},
                                         KoreanWord{"란", "蘭", "Ran", 2, 'f'},
                                         KoreanWord{"향", "香", "Hyang", 2, 'f'},
                                         KoreanWord{"설", "雪", "Seol Sol", 1, 'f'},
                                         KoreanWord{"국", "國", "Kook Guk", 1, 'm'},
                                         KoreanWord{"학", "學", "Hak", 2, 'm'},
                                         KoreanWord{"봉", "鳳", "Bong", 2},
                                         KoreanWord{"애", "愛", "Ae", 1, 'f'},
                                         KoreanWord{"주", "珠", "Joo Ju", 2, 'f'}};

struct ChineseWord {
  std::string_view han, pinyin, wade, hangul, sino_korean;
  double share;
  char sex = 'b';
};
constexpr std::array kChineseSurnames = {ChineseWord{"王", "Wang", "Wang", "왕", "왕", 7.2},
                                         ChineseWord{"李", "Li", "Li", "리", "이", 7.2},
                                         ChineseWord{"张", "Zhang", "Chang", "장", "장", 6.8},
                                         ChineseWord{"刘", "Liu", "Liu", "류", "유", 5.4},
                                         ChineseWord{"陈", "Chen", "Chen", "천", "진", 4.5},
                                         ChineseWord{"杨", "Yang", "Yang", "양", "양", 3.1},
                                         ChineseWord{"黄", "Huang", "Huang", "황", "황", 2.2},
                                         ChineseWord{"赵", "Zhao", "Chao", "자오", "조", 2.0},
                                         ChineseWord{"吴", "Wu", "Wu", "우", "오", 2.0},
                                         ChineseWord{"周", "Zhou", "Chou", "저우", "주", 1.9},
                                         ChineseWord{"徐", "Xu", "Hsu", "쉬", "서", 1.5},
                                         ChineseWord{"孙", "Sun", "Sun", "쑨", "손", 1.5},
                                         ChineseWord{"马", "Ma", "Ma", "마", "마", 1.3},
                                         ChineseWord{"朱", "Zhu", "Chu", "주", "주", 1.2},
                                         ChineseWord{"胡", "Hu", "Hu", "후", "호", 1.2},
                                         ChineseWord{"郭", "Guo", "Kuo", "궈", "곽", 1.1},
                                         ChineseWord{"何", "He", "Ho", "허", "하", 1.1},
                                         ChineseWord{"高", "Gao", "Kao", "가오", "고", 1.0},
                                         ChineseWord{"林", "Lin", "Lin", "린", "임", 1.0},
                                         ChineseWord{"罗", "Luo", "Lo", "뤄", "나", 0.9},
                                         ChineseWord{"郑", "Zheng", "Cheng", "정", "정", 0.9},
                                         ChineseWord{"梁", "Liang", "Liang", "량", "양", 0.8},
                                         ChineseWord{"谢", "Xie", "Hsieh", "셰", "사", 0.7},
                                         ChineseWord{"宋", "Song", "Sung", "쑹", "송", 0.7},
                                         ChineseWord{"唐", "Tang", "Tang", "탕", "당", 0.7},
                                         ChineseWord{"韩", "Han", "Han", "한", "한", 0.6},
                                         ChineseWord{"冯", "Feng", "Feng", "펑", "풍", 0.6},
                                         ChineseWord{"邓", "Deng", "Teng", "덩", "등", 0.6},
                                         ChineseWord{"曹", "Cao", "Tsao", "차오", "조", 0.6},
                                         ChineseWord{"彭", "Peng", "Peng", "펑", "팽", 0.5},
                                         ChineseWord{"曾", "Zeng", "Tseng", "쩡", "증", 0.5},
                                         ChineseWord{"田", "Tian", "Tien", "톈", "전", 0.4},
                                         ChineseWord{"董", "Dong", "Tung", "둥", "동", 0.4}};
constexpr std::array kChineseSyllables = {ChineseWord{"伟", "Wei", "Wei", "웨이", "위", 4, 'm'},
                                          ChineseWord{"芳", "Fang", "Fang", "팡", "방", 3, 'f'},
                                          ChineseWord{"秀", "Xiu", "Hsiu", "슈", "수", 4, 'f'},
                                          ChineseWord{"英", "Ying", "Ying", "잉", "영", 4, 'f'},
                                          ChineseWord{"敏", "Min", "Min", "민", "민", 3},
                                          ChineseWord{"静", "Jing", "Ching", "징", "정", 3, 'f'},
                                          ChineseWord{"丽", "Li", "Li", "리", "려", 3, 'f'},
                                          ChineseWord{"强", "Qiang", "Chiang", "창", "강", 3, 'm'},
                                          ChineseWord{"军", "Jun", "Chun", "쥔", "군", 3, 'm'},
                                          ChineseWord{"洋", "Yang", "Yang", "양", "양", 2},
                                          ChineseWord{"勇", "Yong", "Yung", "융", "용", 2, 'm'},
                                          ChineseWord{"艳", "Yan", "Yen", "옌", "염", 2, 'f'},
                                          ChineseWord{"杰", "Jie", "Chieh", "제", "걸", 2, 'm'},
                                          ChineseWord{"涛", "Tao", "Tao", "타오", "도", 2, 'm'},
                                          ChineseWord{"明", "Ming", "Ming", "밍", "명", 4},
                                          ChineseWord{"超", "Chao", "Chao", "차오", "초", 2, 'm'},
                                          ChineseWord{"兰", "Lan", "Lan", "란", "란", 3, 'f'},
                                          ChineseWord{"霞", "Xia", "Hsia", "샤", "하", 2, 'f'},
                                          ChineseWord{"平", "Ping", "Ping", "핑", "평", 3},
                                          ChineseWord{"刚", "Gang", "Kang", "강", "강", 2, 'm'},
                                          ChineseWord{"桂", "Gui", "Kuei", "구이", "계", 3},
                                          ChineseWord{"花", "Hua", "Hua", "화", "화", 2, 'f'},
                                          ChineseWord{"玉", "Yu", "Yu", "위", "옥", 3, 'f'},
                                          ChineseWord{"梅", "Mei", "Mei", "메이", "매", 3, 'f'},
                                          ChineseWord{"红", "Hong", "Hung", "훙", "홍", 3, 'f'},
                                          ChineseWord{"建", "Jian", "Chien", "젠", "건", 3, 'm'},
                                          ChineseWord{"国", "Guo", "Kuo", "궈", "국", 3, 'm'},
                                          ChineseWord{"文", "Wen", "Wen", "원", "문", 3},
                                          ChineseWord{"春", "Chun", "Chun", "춘", "춘", 3},
                                          ChineseWord{"云", "Yun", "Yun", "윈", "운", 2, 'f'},
                                          ChineseWord{"海", "Hai", "Hai", "하이", "해", 2, 'm'},
                                          ChineseWord{"龙", "Long", "Lung", "룽", "용", 2, 'm'},
                                          ChineseWord{"志", "Zhi", "Chih", "즈", "지", 3, 'm'},
                                          ChineseWord{"晓", "Xiao", "Hsiao", "샤오", "효", 3},
                                          ChineseWord{"凤", "Feng", "Feng", "펑", "봉", 2, 'f'}};

struct Word {
  std::string_view script, latin;
  double share;
  char sex = 'b';
};
constexpr std::array kArabicGiven = {Word{"محمد", "Mohammed Muhammad Mohamed Mohamad", 12, 'm'},
                                     Word{"أحمد", "Ahmed Ahmad", 8, 'm'},
                                     Word{"علي", "Ali Aly", 7, 'm'},
                                     Word{"حسن", "Hassan Hasan", 5, 'm'},
                                     Word{"حسين", "Hussein Husayn Husain", 5, 'm'},
                                     Word{"عمر", "Omar Umar", 4, 'm'},
                                     Word{"يوسف", "Yousef Yusuf Youssef", 4, 'm'},
                                     Word{"إبراهيم", "Ibrahim Ebrahim", 4, 'm'},
                                     Word{"خالد", "Khaled Khalid", 4, 'm'},
                                     Word{"عبد الله", "Abdullah Abdallah", 4, 'm'},
                                     Word{"عبد الرحمن", "Abdulrahman Abdelrahman", 3, 'm'},
                                     Word{"مصطفى", "Mustafa Mostafa", 4, 'm'},
                                     Word{"محمود", "Mahmoud Mahmud", 4, 'm'},
                                     Word{"سعيد", "Said Saeed", 3, 'm'},
                                     Word{"طارق", "Tariq Tarek", 2, 'm'},
                                     Word{"ناصر", "Nasser Nasir", 2, 'm'},
                                     Word{"كريم", "Karim Kareem", 2, 'm'},
                                     Word{"جمال", "Jamal Gamal", 2, 'm'},
                                     Word{"فيصل", "Faisal Faysal", 2, 'm'},
                                     Word{"وليد", "Walid Waleed", 2, 'm'},
                                     Word{"زياد", "Ziad Ziyad", 2, 'm'},
                                     Word{"سمير", "Samir Sameer", 2, 'm'},
                                     Word{"بلال", "Bilal Belal", 1, 'm'},
                                     Word{"فاطمة", "Fatima Fatma Fatimah", 9, 'f'},
                                     Word{"مريم", "Maryam Mariam", 6, 'f'},
                                     Word{"عائشة", "Aisha Aysha Aicha", 5, 'f'},
                                     Word{"زينب", "Zainab Zeinab Zaynab", 5, 'f'},
                                     Word{"خديجة", "Khadija Khadijah", 3, 'f'},
                                     Word{"نور", "Nour Noor Nur", 4, 'f'},
                                     Word{"سارة", "Sara Sarah", 3, 'f'},
                                     Word{"ليلى", "Layla Leila Laila", 3, 'f'},
                                     Word{"هدى", "Huda Hoda", 3, 'f'},
                                     Word{"أمل", "Amal", 2, 'f'},
                                     Word{"رنا", "Rana", 2, 'f'},
                                     Word{"سلمى", "Salma", 2, 'f'},
                                     Word{"هند", "Hind", 2, 'f'},
                                     Word{"منى", "Mona Muna", 2, 'f'},
                                     Word{"أسماء", "Asma Asmaa", 2, 'f'},
                                     Word{"سعاد", "Suad Souad", 2, 'f'},
                                     Word{"إيمان", "Iman Eman", 2, 'f'}};
constexpr std::array kArabicSurnames = {Word{"الحسن", "al-Hassan Alhasan", 4},
                                        Word{"خوري", "Khoury Khouri", 2},
                                        Word{"حداد", "Haddad", 3},
                                        Word{"نجار", "Najjar Najar", 3},
                                        Word{"العلي", "al-Ali Alali", 4},
                                        Word{"السيد", "al-Sayed Elsayed", 3},
                                        Word{"المصري", "al-Masri Elmasry", 3},
                                        Word{"الشامي", "al-Shami Alshami", 2},
                                        Word{"الحلبي", "al-Halabi Alhalabi", 2},
                                        Word{"عثمان", "Othman Osman Uthman", 4},
                                        Word{"سليمان", "Suleiman Sulaiman Soliman", 4},
                                        Word{"عباس", "Abbas", 3},
                                        Word{"صالح", "Saleh Salih", 4},
                                        Word{"قاسم", "Qasim Kassem Qassem", 3},
                                        Word{"رمضان", "Ramadan", 2},
                                        Word{"منصور", "Mansour Mansur", 3},
                                        Word{"حمدان", "Hamdan", 3},
                                        Word{"عودة", "Odeh Awda", 2},
                                        Word{"درويش", "Darwish Darwich", 3},
                                        Word{"بكر", "Bakr", 2},
                                        Word{"جابر", "Jaber Jabir", 2},
                                        Word{"شاهين", "Shahin Shaheen", 2},
                                        Word{"زيدان", "Zidan Zeidan", 2},
                                        Word{"عيسى", "Issa Isa", 3},
                                        Word{"يعقوب", "Yaqub Yacoub", 2},
                                        Word{"الخطيب", "al-Khatib Alkhateeb", 3},
                                        Word{"فرج", "Faraj Farag", 2},
                                        Word{"غانم", "Ghanem Ghanim", 2},
                                        Word{"حمود", "Hammoud Hamoud", 2},
                                        Word{"سالم", "Salem Salim", 3}};
constexpr std::array kEnglishGiven = {Word{"", "James", 5, 'm'},
                                      Word{"", "John Jon", 5, 'm'},
                                      Word{"", "Robert Rob", 4, 'm'},
                                      Word{"", "Michael Mike", 5, 'm'},
                                      Word{"", "William Bill", 4, 'm'},
                                      Word{"", "David Dave", 4, 'm'},
                                      Word{"", "Thomas Tom", 3, 'm'},
                                      Word{"", "Carlos", 3, 'm'},
                                      Word{"", "José", 4, 'm'},
                                      Word{"", "Daniel Dan", 3, 'm'},
                                      Word{"", "Mark Marc", 2, 'm'},
                                      Word{"", "Paul", 2, 'm'},
                                      Word{"", "Stephen Steven", 2, 'm'},
                                      Word{"", "Peter Pete", 2, 'm'},
                                      Word{"", "Luis", 2, 'm'},
                                      Word{"", "George", 2, 'm'},
                                      Word{"", "Andrew Andy", 2, 'm'},
                                      Word{"", "Samuel Sam", 2, 'm'},
                                      Word{"", "Mary Marie", 5, 'f'},
                                      Word{"", "Elizabeth Liz", 4, 'f'},
                                      Word{"", "Sarah Sara", 4, 'f'},
                                      Word{"", "Anna Ana Anne", 4, 'f'},
                                      Word{"", "María", 4, 'f'},
                                      Word{"", "Katherine Catherine Kate", 3, 'f'},
                                      Word{"", "Margaret Maggie", 3, 'f'},
                                      Word{"", "Susan Sue", 2, 'f'},
                                      Word{"", "Linda", 3, 'f'},
                                      Word{"", "Patricia Pat", 3, 'f'},
                                      Word{"", "Jennifer Jen", 3, 'f'},
                                      Word{"", "Laura", 2, 'f'},
                                      Word{"", "Rosa", 2, 'f'},
                                      Word{"", "Helen", 2, 'f'},
                                      Word{"", "Carmen", 2, 'f'},
                                      Word{"", "Emma", 2, 'f'},
                                      Word{"", "Alice", 2, 'f'},
                                      Word{"", "Ruth", 2, 'f'}};
constexpr std::array kEnglishSurnames = {
    Word{"", "Smith Smyth", 10}, Word{"", "Johnson", 8},      Word{"", "Williams", 7},
    Word{"", "Brown Browne", 6}, Word{"", "Jones", 6},        Word{"", "García", 6},
    Word{"", "Miller", 5},       Word{"", "Davis", 5},        Word{"", "Rodríguez", 5},
    Word{"", "Martínez", 5},     Word{"", "Hernández", 5},    Word{"", "López", 4},
    Word{"", "Wilson", 4},       Word{"", "Anderson", 4},     Word{"", "Taylor", 3},
    Word{"", "Moore", 3},        Word{"", "Clark Clarke", 3}, Word{"", "Lewis", 2},
    Word{"", "Walker", 2},       Word{"", "Young", 2},        Word{"", "King", 2},
    Word{"", "Wright", 2},       Word{"", "Green Greene", 2}, Word{"", "Baker", 2},
    Word{"", "Carter", 2},       Word{"", "Reed Reid", 2},    Word{"", "Cook Cooke", 2},
    Word{"", "Morris", 2}};
constexpr double kRareSurnameShare = 0.6;  // of English: further ones, made of syllables

struct Trade {
  std::array<std::string_view, 4> words;  // by tongue
  double share;
};
constexpr std::array kTrades = {Trade{{"농민", "农民", "مزارع", "farmer"}, 20},
                                Trade{{"노동자", "工人", "عامل", "labourer"}, 15},
                                Trade{{"교사", "教师", "معلم", "teacher"}, 8},
                                Trade{{"학생", "学生", "طالب", "student"}, 12},
                                Trade{{"상인", "商人", "تاجر", "trader"}, 8},
                                Trade{{"운전사", "司机", "سائق", "driver"}, 6},
                                Trade{{"간호사", "护士", "ممرض", "nurse"}, 4},
                                Trade{{"군인", "军人", "جندي", "soldier"}, 6},
                                Trade{{"어부", "渔民", "صياد", "fisher"}, 3},
                                Trade{{"광부", "矿工", "عامل منجم", "miner"}, 4},
                                Trade{{"요리사", "厨师", "طباخ", "cook"}, 3},
                                Trade{{"재봉사", "裁缝", "خياط", "tailor"}, 3},
                                Trade{{"의사", "医生", "طبيب", "doctor"}, 2},
                                Trade{{"사무원", "职员", "موظف", "clerk"}, 5},
                                Trade{{"목수", "木匠", "نجار", "carpenter"}, 3},
                                Trade{{"주부", "家庭主妇", "ربة منزل", "housewife"}, 8}};

template <typename Table>
std::uint32_t draw(const Table& table, char sex, Rng& rng) {
  double sum = 0;
  for (const auto& word : table) sum += word.sex == 'b' || word.sex == sex ? word.share : 0;
  double left = rng.uniform() * sum;
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    if (table[i].sex != 'b' && table[i].sex != sex) continue;
    left -= table[i].share;
    if (left <= 0) return i;
  }
  return static_cast<std::uint32_t>(table.size() - 1);
}

// Mostly the list's own custom, sometimes another.
std::string_view one_spelling(std::string_view spellings, std::uint64_t clerk, Rng& rng) {
  std::vector<std::string_view> all;
  for (std::size_t from = 0; from <= spellings.size();) {
    const std::size_t to = std::min(spellings.find(' ', from), spellings.size());
    all.push_back(spellings.substr(from, to - from));
    from = to + 1;
  }
  std::uint64_t usual = clerk * 0x9E3779B97F4A7C15ULL + spellings.size() * 0xD6E8FEB86659FD93ULL;
  usual ^= usual >> 31;
  // The first spelling is usual with half of the clerks.
  const std::size_t mine = (usual & 1) == 0 ? 0 : (usual >> 1) % all.size();
  return rng.uniform() < 0.85 ? all[mine] : all[rng.below(all.size())];
}

std::string lower_first(std::string_view word) {
  std::string text(word);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

std::string join_syllables(const std::vector<std::string_view>& syllables, int joint) {
  std::string text;
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    if (i > 0) text += joint == 0 ? "-" : joint == 2 ? " " : "";
    text += i > 0 && joint != 2 ? lower_first(syllables[i]) : std::string(syllables[i]);
  }
  return text;
}

WrittenName write_korean(const InventedName& name, const NamingCustom& custom, Rng& rng) {
  const KoreanWord& family = kKoreanSurnames[name.surname];
  const std::span given(name.given.data(), static_cast<std::size_t>(name.given_count));
  WrittenName written;
  if (custom.script == Tongue::korean || custom.script == Tongue::chinese) {
    const bool hangul = custom.script == Tongue::korean;
    written.family = hangul ? family.hangul : family.han;
    for (const std::uint32_t g : given) {
      written.given += hangul ? kKoreanSyllables[g].hangul : kKoreanSyllables[g].han;
    }
    written.one_word = true;
    return written;
  }
  written.family = one_spelling(family.latin, custom.clerk, rng);
  std::vector<std::string_view> syllables;
  for (const std::uint32_t g : given) {
    syllables.push_back(one_spelling(kKoreanSyllables[g].latin, custom.clerk, rng));
  }
  written.given = join_syllables(syllables, custom.joint);
  return written;
}

WrittenName write_chinese(const InventedName& name, const NamingCustom& custom, Rng& rng) {
  const ChineseWord& family = kChineseSurnames[name.surname];
  const std::span given(name.given.data(), static_cast<std::size_t>(name.given_count));
  WrittenName written;
  if (custom.script == Tongue::chinese) {
    written.family = family.han;
    for (const std::uint32_t g : given) written.given += kChineseSyllables[g].han;
    written.one_word = true;
  } else if (custom.script == Tongue::korean) {
    const bool by_sound = rng.uniform() < 0.6;  // otherwise the Korean reading of the characters
    written.family = by_sound ? family.hangul : family.sino_korean;
    for (const std::uint32_t g : given) {
      written.given += by_sound ? kChineseSyllables[g].hangul : kChineseSyllables[g].sino_korean;
    }
    written.one_word = true;
  } else {
    const bool pinyin = rng.uniform() < (custom.clerk % 3 == 0 ? 0.3 : 0.95);
    written.family = pinyin ? family.pinyin : family.wade;
    std::vector<std::string_view> syllables;
    for (const std::uint32_t g : given) {
      syllables.push_back(pinyin ? kChineseSyllables[g].pinyin : kChineseSyllables[g].wade);
    }
    written.given = join_syllables(syllables, pinyin ? 1 : 0);
  }
  return written;
}

WrittenName write_arabic(const InventedName& name, const NamingCustom& custom, Rng& rng) {
  WrittenName written;
  const Word& family = kArabicSurnames[name.surname];
  const bool arabic = custom.script == Tongue::arabic;
  written.family = arabic ? family.script : one_spelling(family.latin, custom.clerk, rng);
  for (int g = 0; g < name.given_count; ++g) {
    const Word& word = kArabicGiven[name.given[static_cast<std::size_t>(g)]];
    // The father's name is often left out.
    if (g > 0 && rng.uniform() < 0.3) break;
    if (g > 0) written.given += ' ';
    written.given += arabic ? word.script : one_spelling(word.latin, custom.clerk, rng);
  }
  return written;
}

WrittenName write_english(const InventedName& name, const NamingCustom& custom, Rng& rng) {
  WrittenName written;
  written.given = one_spelling(kEnglishGiven[name.given[0]].latin, 0, rng);
  if (name.surname < kEnglishSurnames.size()) {
    written.family = one_spelling(kEnglishSurnames[name.surname].latin, custom.clerk, rng);
  } else {
    written.family = made_up_word(name.surname, 2);
    written.family[0] = static_cast<char>(written.family[0] - 32);
  }
  return written;
}

std::size_t code_point_length(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

}  // namespace

std::string made_up_word(std::uint32_t number, std::uint64_t kind) {
  static constexpr std::array<std::string_view, 16> onsets = {
      "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh"};
  static constexpr std::array<std::string_view, 8> vowels = {"a", "e",  "i",  "o",
                                                             "u", "ai", "ou", "ia"};
  static constexpr std::array<std::string_view, 8> codas = {"", "n", "r", "s", "l", "m", "k", "t"};
  std::uint64_t state = (number + 1) * 0x9E3779B97F4A7C15ULL + kind * 0xBF58476D1CE4E5B9ULL;
  std::string word;
  const int syllables = 2 + static_cast<int>((state >> 60) % 2);
  for (int s = 0; s < syllables; ++s) {
    state ^= state >> 29;
    state *= 0x94D049BB133111EBULL;
    word += onsets[state >> 40 & 15];
    word += vowels[state >> 50 & 7];
  }
  word += codas[state >> 20 & 7];
  return word;
}

InventedName invent_name(Tongue tongue, bool female, std::uint32_t people, Rng& rng) {
  InventedName name;
  name.tongue = tongue;
  name.female = female;
  const char sex = female ? 'f' : 'm';
  switch (tongue) {
    case Tongue::korean:
      name.surname = draw(kKoreanSurnames, 'b', rng);
      name.given_count = rng.uniform() < 0.04 ? 1 : 2;
      for (int g = 0; g < name.given_count; ++g) {
        name.given[static_cast<std::size_t>(g)] = draw(kKoreanSyllables, sex, rng);
      }
      break;
    case Tongue::chinese:
      name.surname = draw(kChineseSurnames, 'b', rng);
      name.given_count = rng.uniform() < 0.2 ? 1 : 2;
      for (int g = 0; g < name.given_count; ++g) {
        name.given[static_cast<std::size_t>(g)] = draw(kChineseSyllables, sex, rng);
      }
      break;
    case Tongue::arabic:
      name.surname = draw(kArabicSurnames, 'b', rng);
      name.given = {draw(kArabicGiven, sex, rng), draw(kArabicGiven, 'm', rng), 0};
      name.given_count = 2;
      break;
    case Tongue::english:
      name.surname = draw(kEnglishSurnames, 'b', rng);
      if (rng.uniform() < kRareSurnameShare) {
        // Number r of n by Zipf's law, n growing with the people there are.
        const double rare = 500 + people / 8.0;
        name.surname = static_cast<std::uint32_t>(kEnglishSurnames.size() +
                                                  std::exp(rng.uniform() * std::log(rare)));
      }
      name.given = {draw(kEnglishGiven, sex, rng), 0, 0};
      name.given_count = 1;
      break;
  }
  return name;
}

WrittenName write_name(const InventedName& name, const NamingCustom& custom, Rng& rng) {
  switch (name.tongue) {
    case Tongue::korean:
      return write_korean(name, custom, rng);
    case Tongue::chinese:
      return write_chinese(name, custom, rng);
    case Tongue::arabic:
      return write_arabic(name, custom, rng);
    default:
      return write_english(name, custom, rng);
  }
}

std::string whole_name(const WrittenName& name, const NamingCustom& custom) {
  if (name.family.empty() || name.given.empty()) return name.family + name.given;
  if (name.one_word) return name.family + name.given;
  if (custom.family_first) return name.family + ", " + name.given;
  return name.given + ' ' + name.family;
}

std::string write_town(std::uint32_t town, Tongue script) {
  const std::uint64_t mixed = (town + 7) * 0x9E3779B97F4A7C15ULL;
  const KoreanWord& first = kKoreanSyllables[(mixed >> 40) % kKoreanSyllables.size()];
  const KoreanWord& second = kKoreanSyllables[(mixed >> 20) % kKoreanSyllables.size()];
  const auto latin = [](const KoreanWord& word) {
    return word.latin.substr(0, word.latin.find(' '));
  };
  const std::string number = town / 1000 > 0 ? std::to_string(town / 1000 + 1) : "";
  if (script == Tongue::korean) {
    return std::string(first.hangul) + std::string(second.hangul) + number;
  }
  if (script == Tongue::chinese) return std::string(first.han) + std::string(second.han) + number;
  std::string name(latin(first));
  name += lower_first(latin(second));
  return number.empty() ? name : name + ' ' + number;
}

std::string_view write_trade(std::uint32_t trade, Tongue script) {
  return kTrades[trade % kTrades.size()].words[static_cast<std::size_t>(script)];
}
std::uint32_t trade_count() { return static_cast<std::uint32_t>(kTrades.size()); }

void misspell(std::string& word, Rng& rng) {
  if (word.empty()) return;
  if (static_cast<unsigned char>(word[0]) >= 0xE0) {  // a syllable or character for another
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < word.size(); at += code_point_length(word, at)) {
      starts.push_back(at);
    }
    const std::size_t at = starts[rng.below(starts.size())];
    const KoreanWord& other = kKoreanSyllables[rng.below(kKoreanSyllables.size())];
    const bool hangul = static_cast<unsigned char>(word[at]) >= 0xEA;
    word.replace(at, code_point_length(word, at), hangul ? other.hangul : other.han);
    return;
  }
  if (static_cast<unsigned char>(word[0]) >= 0xD8) {  // Arabic: a letter left out
    if (word.size() >= 6 && word.find(' ') == std::string::npos)
      word.erase(2 * (1 + rng.below(word.size() / 2 - 1)), 2);
    return;
  }
  if (word.size() < 3) return;
  const std::size_t at = 1 + rng.below(word.size() - 2);
  if (static_cast<unsigned char>(word[at]) >= 0x80 ||
      static_cast<unsigned char>(word[at + 1]) >= 0x80 ||
      static_cast<unsigned char>(word[at - 1]) >= 0x80) {
    return;
  }
  const char letter = static_cast<char>('a' + rng.below(26));
  switch (rng.below(4)) {
    case 0:
      word[at] = letter;
      break;
    case 1:
      word.insert(at, 1, letter);
      break;
    case 2:
      word.erase(at, 1);
      break;
    default:
      std::swap(word[at], word[at + 1]);
      break;
  }
}

}  // namespace hearim
