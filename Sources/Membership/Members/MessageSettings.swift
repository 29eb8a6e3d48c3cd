internal import Foundation
public import TenantStore

extension MembershipSettings {
  /// Who carries a merchant's messages.
  public struct Messages: Hashable, Sendable, Codable {
    /// An account at Alibaba Cloud for text messages; they stand in the gateway's log without.
    public var aliyun: Aliyun?
    /// A mini-programme that sends subscription messages; none go out this way when absent.
    public var wechatMini: WeChatMini?
    /// A WeCom whose staff tell customers and groups; nothing goes out this way when absent.
    public var wecom: WeCom?

    /// Nobody.
    public init() {}
  }

  /// An account at Alibaba Cloud's text message service.
  ///
  /// ```yaml
  /// messages:
  ///   aliyun:
  ///     keyID: LTAI5tExample
  ///     secret: store:sms
  ///     signName: 暖芽
  ///     codeTemplate: SMS_1001
  ///     reminderTemplate: SMS_1002
  /// ```
  public struct Aliyun: Hashable, Sendable, Codable {
    /// The id of the access key.
    public var keyID: String
    /// Where the secret of the access key is kept.
    public var secret: SecretReference
    /// The approved signature that stands before each message.
    public var signName: String
    /// The approved template of codes, with the variable `code`.
    public var codeTemplate: String
    /// The approved template of reminders, with the variable `text`.
    public var reminderTemplate: String
    /// The approved template of offers, with the variable `text` and the words by which they are declined;
    /// offers do not go out when absent.
    public var offerTemplate: String?
    /// The address of the service, Alibaba Cloud's own when absent; unencrypted only on this machine.
    public var endpoint: String?
  }

  /// What is wrong with who carries messages.
  var messageProblems: [SettingsProblem] {
    guard let account = messages?.aliyun else { return [] }
    let path = ["messages", "aliyun"]
    var problems: [SettingsProblem] = []
    for (name, value) in [
      ("keyID", account.keyID), ("signName", account.signName),
      ("codeTemplate", account.codeTemplate), ("reminderTemplate", account.reminderTemplate),
      ("offerTemplate", account.offerTemplate ?? "-"),
    ] where !(1...100).contains(value.count) {
      problems.append(.init(path: path + [name], message: "must have 1 to 100 characters"))
    }
    if let endpoint = account.endpoint, !Self.isPrivate(endpoint) {
      problems.append(
        .init(
          path: path + ["endpoint"],
          message: "must be an https address, or http on this machine"
        )
      )
    }
    return problems
  }

  /// Whether nobody on the way can read what is sent there.
  static func isPrivate(_ url: String) -> Bool {
    guard let address = URL(string: url), let host = address.host(), !host.isEmpty,
      address.user() == nil, address.query() == nil
    else { return false }
    let isHere = ["127.0.0.1", "localhost", "::1"].contains(host)
    return address.scheme == "https" || (address.scheme == "http" && isHere)
  }
}
