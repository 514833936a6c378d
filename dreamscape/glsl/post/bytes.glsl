// bytes: code values of more than 8 bits as bytes. Defines: WORD, the factor from a code value to its 16-bit word;
// without it nothing is declared. Cost: a floor a word.
#ifdef WORD
// Two code values as the low and the high byte of two little-endian words.
vec4 pack(vec2 code) {
    vec2 word = code * float(WORD);
    vec2 high = floor(word * (1.0 / 256.0));
    vec2 low = word - high * 256.0;
    return vec4(low.x, high.x, low.y, high.y) * (1.0 / 255.0);
}
#endif
