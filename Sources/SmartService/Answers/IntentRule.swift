/// What is asked for that no knowledge answers: a person, or the customer's own order.
enum IntentRule {
  private static let person = [
    "转人工", "人工客服", "找人工", "要人工", "真人客服", "跟人说", "叫你们经理", "human agent",
    "real person", "speak to someone", "hablar con una persona", "parler à un conseiller",
    "オペレーター", "상담원", "คุยกับเจ้าหน้าที่", "gặp nhân viên", "bicara dengan cs",
    "соедините с оператором",
  ]

  private static let own = ["我的订单", "我的快递", "我的包裹", "我那单", "我的货", "my order", "my parcel"]
  private static let lookUp = ["到哪", "在哪", "查一下", "查下", "查询", "where is", "track"]

  /// Whether a person is asked for.
  static func wantsPerson(_ text: String) -> Bool {
    let text = String(SearchText(text).characters)
    return person.contains(where: text.contains)
  }

  /// Whether the state of one's own order is asked for.
  static func wantsOwnOrder(_ text: String) -> Bool {
    let text = String(SearchText(text).characters)
    return own.contains(where: text.contains) && lookUp.contains(where: text.contains)
  }
}
