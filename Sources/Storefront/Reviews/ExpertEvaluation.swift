public import Foundation
public import TenantStore

/// What an expert says of a product.
public struct ExpertID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "exp"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// What somebody of a profession says of a product; shown apart from what buyers say.
public struct ExpertEvaluation: Hashable, Sendable {
  /// The evaluation.
  public let id: ExpertID
  /// Who says it.
  public let author: String
  /// What makes the author an expert.
  public let credential: String
  /// What is said.
  public let text: String
  /// Where it was published, an address that begins with `https://`.
  public let source: String
  /// The day on which it was published.
  public let date: CalendarDate
  /// What the author has of it; nothing for one that was added before that was asked for.
  public let interest: ExpertInterest?
}

/// An evaluation as a merchant hands it in.
public struct ExpertForm: Hashable, Sendable {
  /// The product's short name.
  public var product: String
  /// Who says it, 1 to 80 characters.
  public var author: String
  /// What makes the author an expert, 1 to 200 characters.
  public var credential: String
  /// What is said, 1 to 2,000 characters.
  public var text: String
  /// Where it was published, an address that begins with `https://`.
  public var source: String
  /// The day on which it was published.
  public var date: CalendarDate
  /// What the author has of it.
  public var interest: ExpertInterest

  /// Fills the form.
  public init(
    product: String,
    author: String,
    credential: String,
    text: String,
    source: String,
    date: CalendarDate,
    interest: ExpertInterest
  ) {
    self.product = product
    self.author = author
    self.credential = credential
    self.text = text
    self.source = source
    self.date = date
    self.interest = interest
  }

  /// The fields that are not right on a given day.
  func problems(today: CalendarDate) -> [String] {
    func isLong(_ text: String, _ most: Int) -> Bool {
      !(1...most).contains(text.unicodeScalars.count)
    }
    var fields: [String] = []
    if isLong(author, 80) { fields.append("author") }
    if isLong(credential, 200) { fields.append("credential") }
    if isLong(text, 2_000) { fields.append("text") }
    let isWeb = URL(string: source)?.host()?.isEmpty == false && source.hasPrefix("https://")
    if !isWeb || isLong(source, 500) { fields.append("source") }
    if date > today { fields.append("date") }
    return fields
  }
}
