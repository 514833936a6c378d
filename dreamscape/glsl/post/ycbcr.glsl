// ycbcr: R'G'B' in [0, 1] to Y'CbCr code values of 8 bits, limited range, not rounded (ITU-R BT.709-6, sections 3 and
// 4: 219 E'Y + 16 and 224 E'C + 128). Multiply by 4 for 10 bits. Cost: nine multiplications.
vec3 ycbcr(vec3 c) {
    const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);
    float y = dot(c, LUMA);
    return vec3(219.0 * y + 16.0, (224.0 / 1.8556) * (c.b - y) + 128.0, (224.0 / 1.5748) * (c.r - y) + 128.0);
}
