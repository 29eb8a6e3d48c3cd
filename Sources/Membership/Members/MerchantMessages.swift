public import TenantStore

/// Hands a merchant's text messages to the account that its settings name, and to another provider
/// where they name none.
///
/// The secret of the account is looked up for each message, so that one that was changed counts at once.
public struct MerchantMessages: MessageProvider {
  /// Mobile numbers.
  public let channel = ContactChannel.phone
  private let http: OutboundHTTP
  private let variables: [String: String]
  private let otherwise: any MessageProvider

  /// Why an account cannot be used: its secret is not where the settings say.
  public struct NoSecret: UntakenMessage, Hashable, Sendable {
    /// Nothing went out.
    public var mayRepeat: Bool { true }
  }

  /// A provider for all merchants of a process.
  ///
  /// - Parameters:
  ///   - http: The way out.
  ///   - variables: The process's environment, for the merchants' secrets.
  ///   - otherwise: Who takes the messages of merchants that name no account.
  public init(http: OutboundHTTP, variables: [String: String], otherwise: any MessageProvider) {
    self.http = http
    self.variables = variables
    self.otherwise = otherwise
  }

  /// Hands a sign-in code over.
  ///
  /// - Throws: ``NoSecret``, or what the provider throws.
  public func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await provider(of: tenant, in: database)
      .send(code: code, to: address, from: tenant, in: database)
  }

  /// Hands a reminder over.
  ///
  /// - Throws: ``NoSecret``, or what the provider throws.
  public func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await provider(of: tenant, in: database)
      .send(text, to: address, from: tenant, in: database)
  }

  /// Hands an offer over.
  ///
  /// - Throws: ``NoSecret``, or what the provider throws.
  public func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await provider(of: tenant, in: database)
      .send(offer: text, to: address, from: tenant, in: database)
  }

  private func provider(of tenant: TenantSnapshot, in database: TenantDatabase) async throws
    -> any MessageProvider
  {
    guard let named = try tenant.membership.messages?.aliyun else { return otherwise }
    guard let secrets = try? SecretStore(database: database, variables: variables),
      let secret = try? await secrets.secret(named.secret, of: tenant)
    else { throw NoSecret() }
    let account = AliyunAccount(
      keyID: named.keyID,
      secret: secret,
      signName: named.signName,
      codeTemplate: named.codeTemplate,
      reminderTemplate: named.reminderTemplate,
      offerTemplate: named.offerTemplate,
      endpoint: named.endpoint ?? AliyunAccount.endpoint
    )
    return AliyunMessages(account: account, http: http, environment: database.environment)
  }
}
