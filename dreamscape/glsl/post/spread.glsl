// spread: the filter of one step up of the dual-filter bloom (Bjorge, Bandwidth-efficient rendering, 2015): eight
// texels around each. Its taps lie whole texels apart, so it may run at the smaller size, before interpolation,
// for a quarter of the cost. Cost: eight fetches.
uniform sampler2D image;
out vec4 colour;

vec3 texel(int x, int y) {
    ivec2 at = ivec2(gl_FragCoord.xy) + ivec2(x, y);
    return texelFetch(image, clamp(at, ivec2(0), textureSize(image, 0) - 1), 0).rgb;
}

void main() {
    vec3 far = texel(-2, 0) + texel(2, 0) + texel(0, -2) + texel(0, 2);
    vec3 near = texel(1, 1) + texel(-1, -1) + texel(1, -1) + texel(-1, 1);
    colour = vec4((far + 2.0 * near) * (1.0 / 12.0), 1.0);
}
