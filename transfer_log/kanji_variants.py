"""Hold the variant forms of kanji that a name search must take as one character.

A person is 髙橋 in the family register and 高橋 in her application; whoever looks for one must find the other. Unicode's
own normalisation joins only characters that were encoded twice, so the pairs stand here.

Where the pairs come from: the older forms that the government's list of kanji for common use (常用漢字表) prints in
brackets beside the present form, and the two-form entries of its list of kanji for given names (人名用漢字別表); the
glyph pairs that Unicode holds apart only because another country's standard did (内/內); and the popular forms (俗字)
that family registers and letters show in names. Each pair of the last kind was compared with published tables of
variant characters. A pair says "look for both", never "the same name": what a person typed is stored as typed.
"""

from __future__ import annotations

from typing import Final

#: Present form first, then its older forms: kanji for common use and for given names.
_OLD_FORMS: Final = (
    "亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 "
    "欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩 仮假 価價 画畫 会會㑹 絵繪 壊壞 懐懷 概槪 拡擴 "
    "殻殼 覚覺 学學 岳嶽 楽樂 渇渴 缶罐 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀 気氣 帰歸 亀龜 "
    "偽僞 戯戲 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕 暁曉 区區 駆驅駈 勲勳 薫薰 "
    "径徑 茎莖 恵惠 掲揭 渓溪 経經 蛍螢 軽輕 継繼 鶏鷄 芸藝 撃擊 欠缺 研硏 県縣 倹儉 "
    "剣劍劔剱劒釼 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 号號 "
    "国國圀囯 黒黑 砕碎 済濟 剤劑 雑雜 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 "
    "湿濕 実實 写寫 釈釋 寿壽 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 将將 称稱 渉涉 "
    "焼燒 証證 奨奬 条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 真眞 "
    "寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜 窃竊 摂攝 専專 "
    "浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 装裝 "
    "総總緫 騒騷 増增 蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 台臺 滝瀧 択擇 "
    "沢澤 担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 "
    "逓遞 鉄鐵銕鐡 点點 転轉 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬭 徳德 独獨 読讀 届屆 弐貳 "
    "悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 晩晚 蛮蠻 秘祕 瓶甁 払拂 仏佛 併倂 "
    "並竝 餅餠 変變 弁辨瓣辯 歩步 宝寶寳 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵 黙默 弥彌 訳譯 "
    "薬藥 与與 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚 "
    "塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 錬鍊 炉爐 労勞 郎郞 楼樓 録錄 湾灣 亘亙 "
    "凜凛 尭堯 巌巖 晃晄 桧檜 槙槇 祢禰 祷禱 禄祿 穣穰 萌萠 遥遙 園薗 島嶋嶌㠀 杯盃 富冨 "
    "峰峯 野埜 涼凉 "
)

#: Glyphs that Unicode keeps apart, and the simplified print forms beside the full ones.
_GLYPH_PAIRS: Final = (
    "内內 教敎 清淸 青靑 姫姬 彦彥 戸戶 鋭銳 説說 税稅 閲閱 悦悅 脱脫 絶絕 産產 顔顏 強强 "
    "既旣 尚尙 査查 柵栅 冊册 告吿 呉吳 呂吕 娯娛 填塡 剥剝 叱𠮟 頬頰 侠俠 俣俁 瑶瑤 晋晉 "
    "妍姸 昂昻 莱萊 穎頴 騨驒 鴎鷗 鴬鶯 麹麴 鯵鰺 蛎蠣 蝿蠅 諌諫 焔焰 砺礪 繋繫 聡聰 舎舍 "
    "芦蘆 蒋蔣 醤醬 掻搔 撹攪 弯彎 并幷 煕熙熈 皐皋 籠篭 薮藪籔 桝枡 迩邇 壺壷 檪櫟 "
)

#: Popular forms in family registers and letters.
_POPULAR_FORMS: Final = (
    "高髙 崎﨑嵜碕㟢 吉𠮷 辺邊邉 浜濱濵 渕淵渊 館舘 船舩 柳栁 松枩柗 杉杦 桑桒 梅楳 柏栢 "
    "橋𣘺 土𡈽 脇𦚰 原𠩤 岡𦊆 勢㔟 功㓛 喜㐂 事㕝 隆𨺓 今𫝆 多夛 宜冝 厩廐廏 於扵 栃杤 "
    "沖冲 湧涌 竈竃 卯夘 冴冱 翠翆 虎乕 裏裡 蓑簑 村邨 鈎鉤 間閒 閉閇 隣鄰 雁鴈 韮韭 "
    "秋秌穐龝 達逹 留畄畱 纏纒 耀燿 臈﨟 讃讚 跡迹 泰𣳾 爾尓 鎌鐮 鑑鑒 竪豎 峨峩 厨廚 姉姊 "
    "寧寕 嵩崧 斌彬 晧皓 欅﨔 歳歲 決决 況况 減减 準凖 煙烟 猫貓 瑠璢 略畧 稚穉 稿稾 糾糺 "
    "群羣 苅刈 蕊蕋蘂 蘇蘓 軟輭 陰阴 頸頚 飯飰 鶴靍靏鸖 胸胷 脈脉 膝𦡀 和咊 闊濶 蛇虵 詠咏 "
    "節莭 仙僊 員貟 嶺岭 衆眾 "
)

#: Different characters that are so often written for one another in one and the same name (斎藤, 斉藤; 磯部, 礒部)
#: that keeping them apart would hide people from those who look for them.
_INTERCHANGED: Final = "斉齊斎齋 磯礒"

GROUPS: Final = tuple(f"{_OLD_FORMS}{_GLYPH_PAIRS}{_POPULAR_FORMS}{_INTERCHANGED}".split())

#: Code point of a variant -> the form it is searched under, ready for `str.translate`.
FOLD: Final = {ord(variant): group[0] for group in GROUPS for variant in group[1:]}
