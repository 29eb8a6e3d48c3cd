public import TenantStore

/// On what a shopper pays, as far as it decides how they get to a provider.
public enum PaymentDevice: Hashable, Sendable {
  /// A screen from which a phone can scan.
  case desktop
  /// A phone's own browser, with the address of its network.
  case phone(address: String)
  /// A page or mini-programme inside WeChat, and who WeChat says looks at it.
  case weChat(openID: String)
}

/// Tells devices apart by what they say of themselves; whoever lies pays another way.
public enum PaymentDeviceRule {
  /// Whether a page is shown inside WeChat.
  public static func isWeChat(_ userAgent: String) -> Bool {
    userAgent.contains("MicroMessenger/")
  }

  /// Whether a page is shown by the browser of a phone.
  public static func isPhone(_ userAgent: String) -> Bool {
    let marks = ["iPhone", "Android", "HarmonyOS", "OpenHarmony", "Mobile"]
    return marks.contains { userAgent.contains($0) } && !userAgent.contains("iPad")
  }

  /// The device of a request.
  ///
  /// Inside WeChat nothing but WeChat's own bridge pays, for which it has to be known who looks; until
  /// then a code is shown, which another phone can scan.
  public static func device(_ userAgent: String, openID: String?, address: String) -> PaymentDevice
  {
    if let openID, isOpenID(openID) { return .weChat(openID: openID) }
    guard !isWeChat(userAgent), isPhone(userAgent) else { return .desktop }
    return .phone(address: address)
  }

  /// Whether a text can be an id that WeChat gives to somebody: 1 to 128 letters, digits, `-` and `_`.
  public static func isOpenID(_ text: String) -> Bool {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        || scalar == "-" || scalar == "_"
    }
    return isPlain && (1...128).contains(text.unicodeScalars.count)
  }
}

/// How a shopper on a device gets to the provider of an order.
public struct PaymentWay: Hashable, Sendable {
  /// The only kind of prompt that works there; nothing where every kind does.
  public let kind: PaymentPrompt.Kind?
  /// Where it is found out first who looks, as an address that comes back with a `code`; nothing where
  /// that need not be known.
  public let entrance: String?

  /// Whether a prompt that was given before works there.
  public func fits(_ prompt: PaymentPrompt) -> Bool { kind.map { $0 == prompt.kind } ?? true }
}

extension Shop {
  /// How a shopper whose browser says so of itself gets to a provider.
  ///
  /// - Parameters:
  ///   - code: The code of the way to pay.
  ///   - userAgent: What the browser says of itself.
  ///   - url: Where the shopper comes back to.
  ///   - tenant: The shop.
  /// - Returns: The way.
  /// - Throws: ``StorefrontRefusal`` with the code `provider_unknown`, or what the settings throw.
  public func paymentWay(
    _ code: String,
    for userAgent: String,
    returningTo url: String,
    of tenant: TenantSnapshot
  ) throws -> PaymentWay {
    let (provider, method) = try paymentMethod(code, of: tenant)
    guard let online = provider as? any OnlinePaymentProvider else {
      return PaymentWay(kind: nil, entrance: nil)
    }
    if PaymentDeviceRule.isWeChat(userAgent),
      let entrance = online.entrance(by: method, returningTo: url)
    {
      return PaymentWay(kind: online.kind(on: .weChat(openID: ""), by: method), entrance: entrance)
    }
    let device = PaymentDeviceRule.device(userAgent, openID: nil, address: "")
    return PaymentWay(kind: online.kind(on: device, by: method), entrance: nil)
  }
}
