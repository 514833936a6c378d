// split: interleaved Cb and Cr (pack.glsl) into a plane each. Defines: WORD for samples of two bytes.
// Cost: two fetches a texel of either plane.
uniform sampler2D chroma;
layout(location = 0) out vec4 first;
layout(location = 1) out vec4 second;

vec4 texel(int x, int y) {
    return texelFetch(chroma, ivec2(min(x, textureSize(chroma, 0).x - 1), y), 0);
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 a = texel(2 * at.x, at.y);
    vec4 b = texel(2 * at.x + 1, at.y);
#ifdef WORD
    first = vec4(a.xy, b.xy);
    second = vec4(a.zw, b.zw);
#else
    first = vec4(a.xz, b.xz);
    second = vec4(a.yw, b.yw);
#endif
}
