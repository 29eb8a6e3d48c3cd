import Foundation

/// A shop of half a million SKUs, made up from what such shops sell.
///
/// The first file has 100,000 products of one SKU each, the second as many of four.
enum WideShop {
  static let name = "wide"

  private static let brands = [
    "芽语 Yayu", "禾芷 Hezzi", "雅布 Yabu", "林小推 Linto", "云朵家 Cloudy", "小满 Xiaoman",
    "松果 Pinecone", "暖橙 Nuanch", "贝拉 Bella", "星河 Astra", "米朵 Mido", "七月 Julius",
  ]
  /// What is sold, in which category: Chinese and English.
  private static let things: [(category: String, chinese: String, english: String)] = [
    ("formula", "婴幼儿配方奶粉", "infant formula"), ("formula", "有机羊奶粉", "goat milk formula"),
    ("diapers", "云柔纸尿裤", "soft diapers"), ("diapers", "学步拉拉裤", "pull-on pants"),
    ("feeding", "宽口径玻璃奶瓶", "glass feeding bottle"), ("feeding", "硅胶安抚奶嘴", "silicone pacifier"),
    ("feeding", "电动吸奶器", "electric breast pump"), ("care", "洗发沐浴露", "hair and body wash"),
    ("care", "婴儿湿巾", "baby wipes"), ("care", "护臀膏", "diaper cream"),
    ("food", "高铁米粉", "iron rice cereal"), ("food", "果蔬泥", "fruit puree"),
    ("clothing", "纯棉连体衣", "cotton bodysuit"), ("clothing", "防踢被睡袋", "sleeping bag"),
    ("travel", "轻便婴儿车", "light stroller"), ("travel", "儿童安全座椅", "child car seat"),
    ("toys", "木质积木", "wooden blocks"), ("toys", "手摇铃", "hand rattle"),
    ("mothers", "待产包", "hospital bag"), ("mothers", "孕妇托腹带", "maternity belt"),
  ]
  private static let words = [
    ("温和", "mild"), ("轻盈", "airy"), ("加厚", "thick"), ("便携", "portable"), ("透气", "breathable"),
    ("抗菌", "antibacterial"), ("亲肤", "gentle"), ("环保", "green"), ("夜用", "overnight"),
    ("防漏", "leakproof"), ("可爱", "cute"), ("升级", "upgraded"), ("四季", "all-season"),
    ("礼盒", "gift"), ("超薄", "thin"), ("大容量", "large"), ("家庭装", "family"), ("旅行", "travel"),
  ]
  private static let materials = ["棉", "竹纤维", "无纺布", "硅胶", "玻璃", "榉木", "聚酯", "生牛乳"]
  private static let classes = ["A类", "B类", "GB 6675", "GB 10765", "GB 31701", "GB 14748"]
  private static let sizes = ["NB", "S", "M", "L", "XL", "XXL"]

  /// Words that shoppers type: Chinese, pinyin, English, typos, nothing but facets, and nonsense.
  static let searches: [String] =
    [
      "奶粉", "纸尿裤", "透气纸尿裤", "有机羊奶粉", "婴儿车", "尿不湿 夜用", "奶瓶", "睡袋", "禾芷 奶粉",
      "naifen", "zhiniaoku", "znk", "yingerche", "taoqi", "diaper", "baby wipes", "stroller",
      "hezzi formula", "diapr", "strolar", "fomula", "popok", "おむつ", "XL", "加厚 睡袋 棉",
      "量子纠缠", "xyzzyq", "量子 奶粉", "棉", "WA-4242", "WB-77-2",
    ].map { "q=" + encoded($0) }
    + [
      "category=diapers", "brand=" + encoded("禾芷 Hezzi") + "&size=XL",
      "category=toys&sort=price_up", "sort=popular&in_stock=true", "stage=all&sort=price_down",
      "category=food&min_price=50&max_price=100", "material=" + encoded("榉木"), "",
      "q=" + encoded("奶粉") + "&brand=" + encoded("小满 Xiaoman") + "&brand=" + encoded("米朵 Mido"),
      "q=" + encoded("纸尿裤") + "&size=XL&sort=price_up", "q=diaper&safety=" + encoded("A类"),
    ]

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }

  /// A file of products, numbered from 0.
  static func products(_ count: Int, skus: Int, prefix: String, to url: URL) throws {
    var random = QuickRandom(seed: UInt64(skus))
    var text = """
      sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,\
      registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,\
      weight_grams,picture,name.zh,name.en

      """
    for number in 0..<count {
      let thing = things[number * things.count / count]
      let brand = brands.randomElement(using: &random) ?? ""
      let first = words[Int.random(in: 0..<words.count, using: &random)]
      let second = words[Int.random(in: 0..<words.count, using: &random)]
      let month = Int.random(in: 0..<36, using: &random)
      let material = materials[Int.random(in: 0..<materials.count, using: &random)]
      let safety = classes[Int.random(in: 0..<classes.count, using: &random)]
      let price = Int.random(in: 10..<900, using: &random)
      let name = "\(brand) \(first.0)\(second.0)\(thing.chinese) \(number)号"
      let english = "\(first.1) \(second.1) \(thing.english) \(number)"
      for sku in 0..<skus {
        let code = skus == 1 ? "\(prefix)-\(number)" : "\(prefix)-\(number)-\(sku)"
        let head =
          sku == 0
          ? "\(thing.category),\(brand),published,\(month),\(month + 12),\(material),\(safety)"
          : ",,,,,,"
        let option = skus == 1 ? ",,," : "size,\(sizes[(number + sku) % sizes.count]),,"
        text +=
          "\(code),,\(prefix.lowercased())-\(number),\(head),,,\(option),\(price + sku).00,,,,"
        text += sku == 0 ? "\(name),\(english)\n" : ",\n"
      }
    }
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  /// Counts for nine SKUs in ten.
  static func stock(_ count: Int, skus: Int, prefix: String, to url: URL) throws {
    var text = "sku,location,on_hand\n"
    for number in 0..<count {
      for sku in 0..<skus where (number + sku) % 10 != 0 {
        text += "\(prefix)-\(number)\(skus == 1 ? "" : "-\(sku)"),shop,\(number % 50 + 1)\n"
      }
    }
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  static func writeFolder(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
  }

  private static let files = [
    "tenant.yaml": """
    tenant: wide
    name: {zh: 大店, en: Wide}
    hosts: [wide.localhost]
    locales: [zh, en]
    currency: CNY
    timeZone: Asia/Shanghai
    market: CN
    modules:
      storefront:
        tagline: {zh: 什么都有, en: Everything}
        contact: {email: wide@example.com}
        accent: "#9a3412"
        freight: {flat: "8.00", freeOver: "99.00"}
        stages: [{code: all, from: 0, to: 72, name: {zh: 全部, en: All}}]
        payments: [{provider: cashOnDelivery, name: {zh: 货到付款, en: Cash on delivery}}]

    """,
    "categories.csv": "category,parent,position,picture,name.zh,name.en\n"
      + [
        ("formula", "奶粉", "Formula"), ("diapers", "纸尿裤", "Diapers"), ("feeding", "喂养", "Feeding"),
        ("care", "洗护", "Care"), ("food", "辅食", "Food"), ("clothing", "服饰", "Clothing"),
        ("travel", "出行", "Travel"), ("toys", "玩具", "Toys"), ("mothers", "孕产", "Mothers"),
      ].enumerated().map { "\($1.0),,\($0),,\($1.1),\($1.2)\n" }.joined(),
    "locations.csv": "location,priority,name.zh,name.en\nshop,1,门店,Shop\n",
    "catalogue.csv": """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,\
    registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,\
    weight_grams,picture,name.zh,name.en,summary.zh,summary.en,description.zh,description.en

    """,
    "stock.csv": "sku,location,on_hand\n",
  ]
}
