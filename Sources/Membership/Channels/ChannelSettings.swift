public import TenantStore

extension MembershipSettings {
  /// A merchant's mini-programme, which sends subscription messages.
  ///
  /// ```yaml
  /// messages:
  ///   wechatMini:
  ///     appID: wx0123456789abcdef
  ///     secret: store:wechat-mini
  ///     reminder: {template: TEMPLATE_ID, field: thing1}
  ///     page: pages/family/index
  /// ```
  public struct WeChatMini: Hashable, Sendable, Codable {
    /// The id of the mini-programme.
    public var appID: String
    /// Where its secret is kept.
    public var secret: SecretReference
    /// The template of reminders; none go out this way when absent.
    public var reminder: SubscriptionTemplate?
    /// The template of offers; none go out this way when absent.
    public var offer: SubscriptionTemplate?
    /// The page that a message opens.
    public var page: String?
    /// The address of the service, WeChat's own when absent; unencrypted only on this machine.
    public var endpoint: String?
  }

  /// A template of subscription messages that WeChat has approved.
  public struct SubscriptionTemplate: Hashable, Sendable, Codable {
    /// Its id.
    public var template: String
    /// The field that takes the text, a `thing` of at most 20 characters.
    public var field: String
  }

  /// A merchant's WeCom, whose staff talk with customers; each message waits until the member of staff
  /// confirms it there.
  ///
  /// ```yaml
  /// messages:
  ///   wecom: {corpID: ww0123456789abcdef, secret: store:wecom, sender: mei}
  /// ```
  public struct WeCom: Hashable, Sendable, Codable {
    /// The id of the enterprise.
    public var corpID: String
    /// Where the secret of customer contact is kept.
    public var secret: SecretReference
    /// Who sends what goes to one customer, by the name in WeCom.
    public var sender: String
    /// The address of the service, WeCom's own when absent; unencrypted only on this machine.
    public var endpoint: String?
  }

  /// What is wrong with the channels of Tencent.
  var channelProblems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func check(_ path: [String], _ value: String?) {
      guard let value, !(1...128).contains(value.utf8.count) else { return }
      problems.append(.init(path: path, message: "must have 1 to 128 characters"))
    }
    func checkAddress(_ path: [String], _ endpoint: String?) {
      guard let endpoint, !Self.isPrivate(endpoint) else { return }
      problems.append(
        .init(path: path, message: "must be an https address, or http on this machine")
      )
    }
    if let mini = messages?.wechatMini {
      let path = ["messages", "wechatMini"]
      check(path + ["appID"], mini.appID)
      for (name, template) in [("reminder", mini.reminder), ("offer", mini.offer)] {
        check(path + [name, "template"], template?.template)
        if let template, template.field.wholeMatch(of: /thing[0-9]{1,2}/) == nil {
          problems.append(
            .init(path: path + [name, "field"], message: "must be a field thing1 to thing99")
          )
        }
      }
      checkAddress(path + ["endpoint"], mini.endpoint)
    }
    if let wecom = messages?.wecom {
      let path = ["messages", "wecom"]
      check(path + ["corpID"], wecom.corpID)
      check(path + ["sender"], wecom.sender)
      checkAddress(path + ["endpoint"], wecom.endpoint)
    }
    return problems
  }
}
