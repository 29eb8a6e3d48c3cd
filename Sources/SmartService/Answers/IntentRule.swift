/// What is asked for that no knowledge answers: a person, or the customer's own order.
enum IntentRule {
  private static let person = [
    "转人工", "人工客服", "找人工", "要人工", "真人客服", "跟人说", "叫你们经理", "human agent",
    "real person", "speak to someone", "hablar con una persona", "parler à un conseiller",
    "オペレーター", "상담원", "คุยกับเจ้าหน้าที่", "gặp nhân viên", "bicara dengan cs",
    "соедините с оператором",
  ].flatMap(SearchText.forms)

  private static let complaint = [
    "投诉", "骗子", "骗人的", "太过分", "什么破店", "垃圾店", "垃圾客服", "12315", "差评", "再也不买",
    "complaint", "scam", "rip-off", "rip off", "unacceptable", "worst service",
    "クレーム", "詐欺", "ひどい対応", "penipu", "komplain", "mengecewakan",
  ].flatMap(SearchText.forms)

  private static let own = [
    "我的订单", "我的快递", "我的包裹", "我那单", "我的货", "我买的东西", "订单到哪", "快递到哪", "my order",
    "my parcel", "my package", "注文", "荷物", "pesanan saya", "paket saya",
  ].flatMap(SearchText.forms)
  private static let lookUp = [
    "到哪", "在哪", "查一下", "查下", "查询", "怎么还没到", "where is", "where's", "track", "どこ", "届",
    "di mana", "sampai mana",
  ].flatMap(SearchText.forms)

  /// Whether a person is asked for.
  static func wantsPerson(_ text: String) -> Bool {
    SearchText(text).holds(anyOf: person)
  }

  /// Whether somebody is angry at the shop, whom no machine answers.
  static func complains(_ text: String) -> Bool {
    SearchText(text).holds(anyOf: complaint)
  }

  /// Whether the state of one's own order is asked for.
  static func wantsOwnOrder(_ text: String) -> Bool {
    let text = SearchText(text)
    return text.holds(anyOf: own) && text.holds(anyOf: lookUp)
  }
}
