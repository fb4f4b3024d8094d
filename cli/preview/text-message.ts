/** The alphabet of text messages (3GPP TS 23.038); those of the second take two places. */
const basic = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const extended = /^[\f^{}\\[~\]|€]$/;

/** How many text messages a text is paid as: one character beyond the alphabet makes all of them shorter. */
export function textMessages(text: string): number {
  const written = text.trimEnd();
  const places = Array.from(written, (character) => (basic.test(character) ? 1 : extended.test(character) ? 2 : Number.NaN));
  const septets = places.reduce((sum, place) => sum + place, 0);
  const [length, whole, part] = Number.isNaN(septets) ? [written.length, 70, 67] : [septets, 160, 153];
  return length <= whole ? 1 : Math.ceil(length / part);
}
