/// The port to what reads the words of labels, receipts and forms; the composition supplies it.
///
/// What it reads is shown to whoever sent the picture, who may correct it and then asks with it, or not:
/// words in a picture are never an order to anybody. Nothing looks at bodies here; a picture of a symptom
/// goes to a person.
public struct PictureReader: Sendable {
  /// What became of reading a picture.
  public enum Outcome: Hashable, Sendable {
    /// The words, to be confirmed; at most ``Message/textLimit`` characters.
    case words(String)
    /// Too little can be read; a better picture, or typing, is asked for.
    case unreadable
    /// Others are being read; it may be tried again soon.
    case busy
  }

  /// Reads a picture in the languages that may stand in it, as BCP 47 tags.
  public typealias Read =
    @Sendable (_ picture: Picture, _ languages: [String]) async -> RecognisedText?

  private let read: Read
  private let places: Places

  /// Supplies the port.
  ///
  /// - Parameters:
  ///   - places: How many pictures are read at the same time, at least 1.
  ///   - read: Reads a picture; nothing where that failed.
  public init(places: Int = 1, _ read: @escaping Read) {
    self.read = read
    self.places = Places(places)
  }

  /// The words of a picture, if enough of them are sure.
  public func words(of picture: Picture, in languages: [String]) async -> Outcome {
    guard places.take() else { return .busy }
    defer { places.giveBack() }
    guard let found = await read(picture, languages), !found.text.isEmpty,
      found.confidence >= RecognisedText.shownFrom
    else { return .unreadable }
    return .words(String(found.text.unicodeScalars.prefix(Message.textLimit)))
  }
}
