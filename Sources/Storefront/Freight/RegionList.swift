/// Where an order may go: the provinces of a market by their codes.
public struct ShippingRegion: Hashable, Sendable {
  /// The code, `33`; codes of cities begin with that of their province.
  public let code: String
  /// The name in the market's own script.
  public let name: String
  /// The name in Latin letters.
  public let latinName: String
}

/// The regions that a shop's form offers.
public enum RegionList {
  /// The regions of a market; those that the templates name where no list is known.
  ///
  /// - Parameters:
  ///   - market: The country after ISO 3166-1.
  ///   - plan: The merchant's freight.
  public static func regions(of market: String, by plan: FreightPlan) -> [ShippingRegion] {
    guard market != "CN" else { return china }
    let codes = Set(plan.templates.flatMap(\.tariffs.keys)).subtracting([""])
    return codes.sorted().map { ShippingRegion(code: $0, name: $0, latinName: $0) }
  }

  /// The divisions of the first level after GB/T 2260.
  private static let china = [
    ("11", "北京", "Beijing"), ("12", "天津", "Tianjin"), ("13", "河北", "Hebei"),
    ("14", "山西", "Shanxi"), ("15", "内蒙古", "Inner Mongolia"), ("21", "辽宁", "Liaoning"),
    ("22", "吉林", "Jilin"), ("23", "黑龙江", "Heilongjiang"), ("31", "上海", "Shanghai"),
    ("32", "江苏", "Jiangsu"), ("33", "浙江", "Zhejiang"), ("34", "安徽", "Anhui"),
    ("35", "福建", "Fujian"), ("36", "江西", "Jiangxi"), ("37", "山东", "Shandong"),
    ("41", "河南", "Henan"), ("42", "湖北", "Hubei"), ("43", "湖南", "Hunan"),
    ("44", "广东", "Guangdong"), ("45", "广西", "Guangxi"), ("46", "海南", "Hainan"),
    ("50", "重庆", "Chongqing"), ("51", "四川", "Sichuan"), ("52", "贵州", "Guizhou"),
    ("53", "云南", "Yunnan"), ("54", "西藏", "Tibet"), ("61", "陕西", "Shaanxi"),
    ("62", "甘肃", "Gansu"), ("63", "青海", "Qinghai"), ("64", "宁夏", "Ningxia"),
    ("65", "新疆", "Xinjiang"), ("71", "台湾", "Taiwan"), ("81", "香港", "Hong Kong"),
    ("82", "澳门", "Macao"),
  ].map { ShippingRegion(code: $0.0, name: $0.1, latinName: $0.2) }
}
