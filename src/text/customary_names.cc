// Rows are "name spelling spelling ..."; the first spelling is the one met most.
#include "text/customary_names.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::string_view kKoreanSurnames = R"(
김 kim gim ghim
이 lee yi rhee i li ri rhie yee
리 ri lee rhee li yi
박 park pak bak bahk pahk
최 choi choe chey choy
정 jung jeong chung chong cheong joung
강 kang gang
조 cho jo joe
윤 yoon yun youn
장 jang chang
임 lim im rim yim leem
림 rim lim
한 han hahn
오 oh o
서 seo suh so sur
신 shin sin
권 kwon gwon kweon
황 hwang whang
안 ahn an
송 song
류 ryu yoo yu lyu
유 yoo yu ryu you
홍 hong
전 jeon jun chun chon cheon
고 ko go koh
문 moon mun
양 yang ryang
량 ryang yang
손 son sohn
배 bae pae bai
백 baek paik baik paek back
허 heo hur huh ho
남 nam
심 shim sim
노 noh roh no ro
로 ro roh noh
하 ha hah
곽 kwak gwak
성 sung seong song
차 cha
주 joo ju chu
우 woo u wu
구 koo ku gu goo
나 na ra rha la
라 ra na la
민 min
진 jin chin
지 ji chi jee
엄 um eom om uhm
원 won weon
천 cheon chun chon
방 bang pang
공 kong gong
현 hyun hyeon hyon
함 ham hahm
변 byun byeon pyon byon
염 yeom yum yom
여 yeo yuh yo
려 ryo yeo
추 choo chu
도 do doh to
소 so soh
석 seok suk sok
선 sun seon son
설 seol sul sol
마 ma mah
길 gil kil
연 yeon youn yon
위 wi wee
표 pyo
명 myung myeong myong
기 ki gi
반 ban pan
왕 wang
금 keum geum kum
옥 ok
육 yook yuk
인 in
맹 maeng
제 je
모 mo
탁 tak
국 kook guk kuk
어 eo uh
은 eun
편 pyun pyeon pyon
용 yong
예 ye
경 kyung gyeong kyong
봉 bong pong
사 sa
부 boo bu pu
가 ka ga
복 bok
태 tae
목 mok
형 hyung hyeong
계 kye gye
피 pi
두 doo du
감 kam gam
음 eum
동 dong tong
온 on
호 ho
범 bum beom pom
좌 jwa
팽 paeng
승 seung
간 kan gan
상 sang
시 si shi
갈 kal gal
단 dan
남궁 namgung namkung namgoong namkoong
황보 hwangbo hwangpo
제갈 jegal chegal
사공 sagong sakong
선우 sunwoo seonu sunu
서문 seomun suhmoon seomoon
독고 dokgo dokko tokko
동방 dongbang tongbang
)";

// Mandarin (Pinyin, Wade-Giles), Cantonese, Hokkien and Teochew, Vietnamese, Korean.
constexpr std::string_view kChineseSurnames = R"(
陈 chen chan tan tran jin
李 li lee ly yi
王 wang wong ong vuong
张 zhang chang cheung teo truong jang
刘 liu lau low luu yoo
杨 yang yeung yeo duong
黄 huang wong ng hwang hoang huynh ooi
赵 zhao chao chiu cho trieu
吴 wu ng goh ngo oh
周 zhou chou chow chew chau chu joo
徐 xu hsu tsui chee seo tu
孙 sun suen soon son ton
马 ma mah beh
朱 zhu chu choo joo
胡 hu woo foo oh
郭 guo kuo kwok quek kwak quach
何 he ho hor ha
林 lin lam lim lum im
高 gao kao ko koh go cao
罗 luo lo law loh la
郑 zheng cheng tay teh trinh jung
梁 liang leung leong neo luong
谢 xie hsieh tse chia cheah ta
宋 song sung soong tong
唐 tang tong dang duong
许 xu hsu hui koh khoo heo hua
韩 han hon
冯 feng fung fong phung
邓 deng teng tang dang
曹 cao tsao cho chou jo tao
彭 peng pang phang banh
曾 zeng tseng tsang chan cheng tang
萧 xiao hsiao siu siew seow tieu
肖 xiao hsiao siu siew tieu
田 tian tien tin dien
董 dong tung
潘 pan poon phua phan
袁 yuan yuen vien
蔡 cai tsai choi chua choy thai chae
蒋 jiang chiang tseung tuong
余 yu yee du
于 yu
杜 du tu to do
叶 ye yeh yip ip yap diep
程 cheng ching trinh
魏 wei ngai nguy wi
苏 su so soh to
吕 lu lui loo la lyu
丁 ding ting dinh jung
任 ren jen yam yum nham im
沈 shen sum sim shum tham shim
姚 yao yiu yeow dieu
卢 lu lo loo lou
姜 jiang chiang keung kang khuong
崔 cui tsui choi thoi
钟 zhong chung cheong chong
谭 tan tam tham dam
陆 lu luk loke luc
汪 wang wong uong
范 fan fann pham bum
金 jin chin kam kim
石 shi shih shek seok thach
廖 liao liu liew lieu
贾 jia chia gia
夏 xia hsia ha
韦 wei wai vi
付 fu foo
傅 fu foo poh pho
方 fang fong png phuong bang
白 bai pai pak baek bach
邹 zou tsou chow chau
孟 meng mang manh maeng
熊 xiong hsiung hung
秦 qin chin tan jin
邱 qiu chiu yau khoo khu
江 jiang chiang kong kang giang
尹 yin wan yoon doan
薛 xue hsueh sit seol tiet
闫 yan yen yim diem
阎 yan yen yim diem
段 duan tuan doan
雷 lei lui loi
侯 hou hau
龙 long lung
史 shi shih sze su
陶 tao to dao
黎 li lai le
贺 he ho hor
顾 gu ku koo co
毛 mao mo mou
郝 hao kok
龚 gong kung cung
邵 shao siu thieu
万 wan man van
钱 qian chien chin tien
严 yan yen yim nghiem
戴 dai tai doi
莫 mo mok mac
孔 kong kung hung khong
向 xiang hsiang heung
阮 ruan yuen nguyen
伍 wu ng eng
欧 ou au
洪 hong hung ang
施 shi shih sze see si
柯 ke ko kwa
温 wen wan boon on
甘 gan kan kam
关 guan kuan kwan
易 yi yik dich
文 wen man van mun
武 wu mo vu
侍 shi
翁 weng yung ong
朴 piao pu park pak
裴 pei pui bae
申 shen shin
安 an ahn
权 quan kwon
全 quan jeon
南 nan nam
柳 liu lau ryu yoo
池 chi ji
司徒 situ szeto seeto
欧阳 ouyang auyeung owyang
诸葛 zhuge chuko jegal
司马 sima szema ssuma
上官 shangguan sheungkoon
夏侯 xiahou hsiahou
皇甫 huangfu wongpo hwangbo
尉迟 yuchi
公孙 gongsun kungsun
慕容 murong mujung
长孙 zhangsun changsun
宇文 yuwen
令狐 linghu
东方 dongfang tungfang
端木 duanmu tuanmu
南宫 nangong nankung
西门 ximen hsimen
万俟 moqi
百里 baili
呼延 huyan
轩辕 xuanyuan
澹台 tantai
闻人 wenren
赫连 helian
濮阳 puyang
淳于 chunyu
单于 chanyu
申屠 shentu
钟离 zhongli
鲜于 xianyu
闾丘 luqiu
司空 sikong
司寇 sikou
拓跋 tuoba
独孤 dugu
)";

// Single-character surnames of the Hundred Surnames and of today that are not in the rows above.
constexpr std::string_view kMoreChineseSurnames =
    "褚卫尤吕曹孔戚喻柏水窦章云葛奚郎鲁昌苗凤花俞柳酆鲍费廉岑倪汤滕殷毕郝邬安常乐时皮卞齐康伍元卜平"
    "和穆尹"
    "湛祁禹狄米贝明臧计伏成茅庞纪舒屈项祝粱阮蓝闵席季麻强路娄危童颜梅盛刁骆樊凌霍虞支管莫经房裘缪干"
    "解应宗宣贲郁单杭包诸左吉钮嵇邢滑荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井富巫乌焦巴弓牧隗山谷车宓蓬"
    "全郗班仰"
    "秋仲伊宫宁仇栾暴钭厉戎祖符景詹束幸司韶郜蓟薄印宿怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党"
    "翟"
    "贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农别庄晏柴瞿充慕连茹习宦艾鱼容古慎戈庾终暨"
    "居衡步都耿"
    "满弘匡国寇广禄阙东沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空沙鞠须丰巢蒯相查后荆红游竺权逯盖"
    "益桓公岳"
    "佟苑迟褟揭覃辜麦丘涂车裘商盘官楚阳尧盛代郎兰初阿谌仝母智占";

constexpr std::string_view kKoreanSyllables = R"(
가 ga ka
건 kun gun geon keon kon
경 kyung gyeong kyong kyoung gyung
관 kwan gwan
광 kwang gwang
구 koo gu ku goo
국 kook guk kuk
권 kwon gwon
규 kyu gyu
균 kyun gyun
근 keun geun kun
금 keum geum kum
기 ki gi kee
길 gil kil
나 na
남 nam
대 dae tae
덕 duk deok dok
도 do to
동 dong tong
두 doo du tu
란 ran
래 rae
련 ryeon ryun ryon
령 ryeong ryong
룡 ryong
리 ri lee ree
림 rim lim
만 man
명 myung myeong myong myoung
모 mo
무 moo mu
문 moon mun
미 mi mee
민 min
배 bae
범 bum beom pom
병 byung byeong pyong byong
보 bo
복 bok pok
봉 bong pong
부 boo bu
빈 bin been
상 sang
서 seo suh so
석 suk seok sok
선 sun seon son
설 seol sul sol
섭 sup seop
성 sung seong song
세 se sei
소 so
수 soo su
숙 sook suk
순 soon sun
승 seung sung
시 si shi
식 sik shik
신 shin sin
실 sil shil
아 a ah
애 ae
양 yang
억 eok uk
언 eon un
여 yeo yo
연 yeon yun yon youn
열 yeol yul
영 young yeong yong yung
예 ye
오 oh o
옥 ok
완 wan
용 yong
우 woo u wu
욱 wook uk
운 woon un
웅 woong ung
원 won weon
유 yoo yu
윤 yoon yun youn
율 yul yool
은 eun un
의 eui ui
이 i yi lee ee
익 ik
인 in
일 il
자 ja cha
장 jang chang
재 jae jai chae
정 jung jeong chung chong joung
제 je
조 jo cho
종 jong chong
주 joo ju chu
준 joon jun chun june
중 joong jung chung
지 ji jee chi
진 jin chin
찬 chan
창 chang
채 chae
천 cheon chun chon
철 chul cheol chol
춘 choon chun
충 choong chung
치 chi
태 tae tai
택 taek taik
하 ha
학 hak
한 han
해 hae hai
향 hyang
혁 hyuk hyeok hyok
현 hyun hyeon hyon hyoun
협 hyup hyeop
형 hyung hyeong hyong hyoung
혜 hye hae
호 ho
홍 hong
화 hwa
환 hwan
효 hyo
후 hoo hu
훈 hoon hun
휘 hwi
희 hee hui hi
흥 heung hung
)";

constexpr std::string_view kArabicNames = R"(
محمد mohammed muhammad mohamed mohammad muhammed mohamad mehmed
احمد ahmed ahmad ahmet
محمود mahmoud mahmud mahmood
مصطفي mustafa mostafa moustafa
علي ali aly
حسن hasan hassan
حسين hussein husayn hussain hossein husain houssein
عمر omar umar omer
عثمان othman uthman osman ousmane
يوسف yusuf youssef yousef yousuf yosef joseph
ابراهيم ibrahim ebrahim brahim
اسماعيل ismail ismael esmail
اسحاق ishaq isaac
يعقوب yaqub yaqoub yacoub jacob
موسي musa moussa mousa
عيسي isa issa eissa
خالد khaled khalid
وليد walid waleed
سعيد said saeed saied
سعد saad sad
سالم salem salim
سليم salim saleem
سليمان sulaiman suleiman soliman sulayman
داود daoud dawud dawood david
حسام hussam hosam houssam
جمال jamal gamal djamal
جميل jamil gamil djamil
كمال kamal kamel
كريم karim kareem
رشيد rashid rasheed rachid
رامي rami ramy
سامي sami samy
سمير samir sameer
نبيل nabil nabeel
نور nour noor nur
ناصر nasser nasir naser
هشام hisham hesham hicham
هاني hani hany
طارق tariq tarek tarik
ياسر yasser yasir yaser
ياسين yassin yasin yassine
زكريا zakaria zakariya zakariyya
صالح saleh salih
صلاح salah
فاطمه fatima fatma fatimah fatemeh
عايشه aisha ayesha aicha
خديجه khadija khadijah hadija
زينب zainab zaynab zeinab zineb
مريم maryam mariam meriem miriam
امنه amina amna amineh
امينه amina ameena
ليلي layla leila laila
سلمي salma
هدي huda hoda
مني mona muna
نجلا najla nagla
شيما shaima shaimaa
هبه hiba heba
رنا rana
سعاد suad souad
عبدالله abdullah abdallah abdulla
عبدالرحمن abdulrahman abdelrahman abdurrahman abderrahmane
عبدالعزيز abdulaziz abdelaziz
عبدالقادر abdulqadir abdelkader abdulkader
عبدالكريم abdulkarim abdelkarim
عبدالحميد abdulhamid abdelhamid
عبدالناصر abdulnasser abdelnasser abdennasser
عبدالسلام abdulsalam abdelsalam abdessalam
عبداللطيف abdullatif abdellatif
ابوبكر abubakr aboubakr abubakar
غسان ghassan
غازي ghazi
قاسم qasim kassem kasem qassem
قيس qais kais qays
بشار bashar
بشير bashir bachir
باسم basem bassem basim
بلال bilal belal
ثامر thamer samer
حمزه hamza hamzah
حمد hamad hamed
حامد hamed hamid
حازم hazem hazim
ايمن ayman aymen
ايهاب ihab ehab
اسامه osama usama oussama
انور anwar anouar
اكرم akram
انس anas
ادم adam
هارون haroun harun haron
فارس fares faris
فيصل faisal faysal
فواد fouad fuad
مازن mazen mazin
ماجد majed majid maged
مروان marwan
منصور mansour mansur
مهدي mahdi mehdi
نزار nizar
وايل wael wail
زيد zaid zayd zeid
زياد ziad ziyad
رضا reda rida reza
جعفر jafar jaafar gafar
جابر jaber gaber jabir
جهاد jihad gihad
)";

using Rows = std::unordered_map<std::u32string, std::vector<std::string>>;

struct Tables {
  Rows korean_surnames, chinese_surnames, korean_syllables, arabic_names;
  std::vector<std::vector<std::string>> groups;
  std::unordered_map<std::string, std::vector<std::uint16_t>> groups_of;
  std::unordered_set<char32_t> chinese_single;
};

std::string_view take(std::string_view& text, char until) {
  const size_t at = std::min(text.find(until), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

Rows parse_rows(std::string_view table) {
  Rows rows;
  while (!table.empty()) {
    std::string_view line = take(table, '\n');
    if (line.empty()) continue;
    auto& spellings = rows[fold_letters(take(line, ' '))];
    while (!line.empty()) spellings.emplace_back(take(line, ' '));
  }
  return rows;
}

const Tables& tables() {
  static const Tables all = [] {
    Tables made;
    made.korean_surnames = parse_rows(kKoreanSurnames);
    made.chinese_surnames = parse_rows(kChineseSurnames);
    made.korean_syllables = parse_rows(kKoreanSyllables);
    made.arabic_names = parse_rows(kArabicNames);
    for (const Rows* rows : {&made.korean_surnames, &made.chinese_surnames}) {
      // In the order of the keys: the numbering must not depend on the hash table.
      std::vector<const Rows::value_type*> sorted;
      for (const auto& row : *rows) sorted.push_back(&row);
      std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->first < b->first; });
      for (const auto* row : sorted) {
        const auto group = static_cast<std::uint16_t>(made.groups.size());
        made.groups.push_back(row->second);
        for (const auto& spelling : row->second) made.groups_of[spelling].push_back(group);
      }
    }
    for (const auto& [name, spellings] : made.chinese_surnames) {
      if (name.size() == 1) made.chinese_single.insert(name[0]);
    }
    for (char32_t c : from_utf8(kMoreChineseSurnames)) made.chinese_single.insert(c);
    return made;
  }();
  return all;
}

std::span<const std::string> find(const Rows& rows, std::u32string_view name) {
  const auto found = rows.find(std::u32string(name));
  if (found == rows.end()) return {};
  return found->second;
}

}  // namespace

std::span<const std::string> korean_surname_spellings(std::u32string_view surname) {
  return find(tables().korean_surnames, surname);
}
std::span<const std::string> chinese_surname_spellings(std::u32string_view surname) {
  return find(tables().chinese_surnames, surname);
}
std::span<const std::string> korean_syllable_spellings(char32_t syllable) {
  return find(tables().korean_syllables, std::u32string_view(&syllable, 1));
}
std::span<const std::string> arabic_name_spellings(std::u32string_view name) {
  return find(tables().arabic_names, name);
}

bool is_compound_korean_surname(std::u32string_view two) {
  return two.size() == 2 && tables().korean_surnames.contains(std::u32string(two));
}
bool is_compound_chinese_surname(std::u32string_view two) {
  return two.size() == 2 && tables().chinese_surnames.contains(std::u32string(two));
}
bool is_chinese_surname(char32_t character) { return tables().chinese_single.contains(character); }

std::vector<std::uint16_t> surname_groups(std::string_view latin) {
  constexpr size_t kLatinSurnameMax = 10;
  if (latin.size() > kLatinSurnameMax) return {};
  const auto found = tables().groups_of.find(std::string(latin));
  return found == tables().groups_of.end() ? std::vector<std::uint16_t>() : found->second;
}

std::span<const std::string> surname_group_spellings(std::uint16_t group) {
  return tables().groups[group];
}

}  // namespace hearim
