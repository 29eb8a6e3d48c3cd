public import Foundation
public import TenantStore

/// A document that proves something of goods.
public struct EvidenceID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "evi"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A document that proves something of a product, or of one of its lots.
public struct Evidence: Hashable, Sendable {
  /// What is proven.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The brand lets the merchant sell its goods.
    case authorisation
    /// A lot came in through customs.
    case customs
    /// Where a lot was made.
    case origin
    /// A lot was inspected.
    case inspection
    /// The goods are organic.
    case organic
    /// They are certified otherwise, for instance halal or CCC.
    case certificate

    /// Whether it is about one lot.
    public var isOfLot: Bool {
      switch self {
      case .customs, .origin, .inspection: true
      case .authorisation, .organic, .certificate: false
      }
    }

    /// Whether it holds for a time only.
    public var expires: Bool { !isOfLot }
  }

  /// The document.
  public let id: EvidenceID
  /// What is proven.
  public let kind: Kind
  /// The maker's number of the lot that it is about, where it is about one.
  public let lot: String?
  /// The document's number.
  public let number: String
  /// Who made it out.
  public let issuer: String
  /// The day on which it was made out.
  public let issuedOn: CalendarDate
  /// The last day on which it holds; nothing when it holds for ever.
  public let expiresOn: CalendarDate?
  /// Where it can be read, an address that begins with `https://`; empty when nowhere.
  public let document: String
  /// When the merchant took it back, in UTC.
  public let withdrawnAt: Date?
  /// Whether its lot is being sold; nothing when it is not about a lot.
  public let isLotOnSale: Bool?

  /// Describes a document.
  public init(
    id: EvidenceID,
    kind: Kind,
    lot: String?,
    number: String,
    issuer: String,
    issuedOn: CalendarDate,
    expiresOn: CalendarDate?,
    document: String,
    withdrawnAt: Date?,
    isLotOnSale: Bool?
  ) {
    self.id = id
    self.kind = kind
    self.lot = lot
    self.number = number
    self.issuer = issuer
    self.issuedOn = issuedOn
    self.expiresOn = expiresOn
    self.document = document
    self.withdrawnAt = withdrawnAt
    self.isLotOnSale = isLotOnSale
  }
}

/// A document as a merchant hands it in.
public struct EvidenceForm: Hashable, Sendable {
  /// What it proves.
  public var kind: Evidence.Kind
  /// The lot that it is about, for kinds that are about one.
  public var lot: String?
  /// Its number, 1 to 80 characters.
  public var number: String
  /// Who made it out, 1 to 120 characters.
  public var issuer: String
  /// The day on which it was made out, today or before.
  public var issuedOn: CalendarDate
  /// The last day on which it holds, for kinds that do not hold for ever.
  public var expiresOn: CalendarDate?
  /// Where it can be read, an address that begins with `https://`, or empty.
  public var document: String

  /// Fills the form.
  public init(
    kind: Evidence.Kind,
    lot: String? = nil,
    number: String,
    issuer: String,
    issuedOn: CalendarDate,
    expiresOn: CalendarDate? = nil,
    document: String = ""
  ) {
    self.kind = kind
    self.lot = lot
    self.number = number
    self.issuer = issuer
    self.issuedOn = issuedOn
    self.expiresOn = expiresOn
    self.document = document
  }
}

/// What evidence is worth.
public enum EvidenceRule {
  /// Why a document proves nothing now.
  public enum Standing: String, CaseIterable, Sendable {
    /// It proves what it says.
    case valid
    /// It was made out for a later day.
    case notYet = "not_yet"
    /// Its last day is over.
    case expired
    /// The merchant took it back.
    case withdrawn
    /// Nothing of its lot is sold now.
    case lotGone = "lot_gone"
  }

  /// Where a document stands on a day of the merchant's calendar.
  public static func standing(of evidence: Evidence, on day: CalendarDate) -> Standing {
    if evidence.withdrawnAt != nil { return .withdrawn }
    if evidence.issuedOn > day { return .notYet }
    if let last = evidence.expiresOn, last < day { return .expired }
    return evidence.isLotOnSale == false ? .lotGone : .valid
  }

  /// What a product's badge may say on a day: the documents that hold, by what they prove; there is
  /// no badge without one.
  public static func proven(_ evidence: [Evidence], on day: CalendarDate) -> [Evidence] {
    let order = Evidence.Kind.allCases
    func place(_ evidence: Evidence) -> Int { order.firstIndex(of: evidence.kind) ?? order.count }
    return evidence.filter { standing(of: $0, on: day) == .valid }
      .sorted { (place($0), $0.number) < (place($1), $1.number) }
  }

  /// The fields of a form that are not right on a day.
  public static func problems(_ form: EvidenceForm, today: CalendarDate) -> [String] {
    func isText(_ text: String, _ lengths: ClosedRange<Int>) -> Bool {
      lengths.contains(text.unicodeScalars.count)
        && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    var fields: [String] = []
    let isLot = form.lot.map { lot in
      (1...20).contains(lot.utf8.count) && lot.utf8.allSatisfy { (33...126).contains($0) }
    }
    if isLot ?? false != form.kind.isOfLot || isLot == false { fields.append("lot") }
    if !isText(form.number, 1...80) { fields.append("number") }
    if !isText(form.issuer, 1...120) { fields.append("issuer") }
    if form.issuedOn > today { fields.append("issued_on") }
    let last = form.expiresOn
    if last.map({ $0 < form.issuedOn }) ?? form.kind.expires { fields.append("expires_on") }
    let isWeb =
      URL(string: form.document)?.host()?.isEmpty == false
      && form.document.hasPrefix("https://") && form.document.utf8.count <= 500
    if !form.document.isEmpty, !isWeb { fields.append("document") }
    return fields
  }
}
