/// What an operator can do about the client library's sentence on a failed connection.
enum ConnectionAdvice {
  /// The sentence with the advice behind it, if there is one.
  static func added(to sentence: String) -> String {
    let sentence = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard let advice = advice.first(where: { $0.signs.allSatisfy(sentence.contains) }) else {
      return sentence
    }
    return "\(sentence); \(advice.text)"
  }

  /// The first whose signs are all there is given; the library's sentences are never translated,
  /// because the process sets no locale.
  private static let advice: [(signs: [String], text: String)] = [
    (
      ["root certificate file", "does not exist"],
      "put the certificate of the server's CA there, or name its file with sslrootcert="
    ),
    (
      ["could not read root certificate file"],
      "sslrootcert= must name a file with the certificate of the server's CA, in PEM"
    ),
    (
      ["certificate verify failed"],
      "the server's certificate is not of the CA in sslrootcert=: name the CA that signed it"
    ),
    (
      ["does not match host name"],
      "connect by a name that the certificate holds (host=), if need be with its address in hostaddr="
    ),
    (
      ["server does not support SSL"],
      "switch ssl on at the server, or connect by its Unix socket, which needs no encryption"
    ),
    (
      ["no pg_hba.conf entry", "no encryption"],
      "the server may want encryption: say sslmode=verify-full and sslrootcert=, or let this role"
        + " and address in with a line in pg_hba.conf"
    ),
    (
      ["no pg_hba.conf entry"],
      "let this role, database and address in with a line in the server's pg_hba.conf"
    ),
    (
      ["channel binding", "required"],
      "channel_binding=require needs an encrypted connection and scram-sha-256 at the server"
    ),
    (
      ["password authentication failed"],
      "check user= and the password, which PGPASSWORD, passfile= or password= may hold"
    ),
    (
      ["no password supplied"],
      "give the password by PGPASSWORD or passfile="
    ),
    (
      ["could not translate host name"],
      "check host=, or give the address with hostaddr="
    ),
  ]
}
