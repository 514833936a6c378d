// enlarge: upscales a graded picture to the output's size with one bilinear tap; the rounding of the target makes whole
// code values again. Its own vertex stage makes a rectangle of two triangles with perspective-correct coordinates: for
// that llvmpipe has an integer path, three times as fast, if both pictures have BGRA storage (`bgra` of `Target`).
// SHARP: a kernel of Lanczos' shape, two lobes wide, over the twelve texels around a pixel, longer along an edge than
// across it, so that edges are neither blurred nor stepped; clamped to the values of the four nearest texels, so that
// nothing rings (after the idea of Lottes, FidelityFX Super Resolution, 2021).
// Defines: WHOLE if the target is a half float that holds code values; SHARP.
// Cost at 1280x720 on two cores: 0.9 ms, 2.3 with other storage; SHARP 8.
#ifdef VERTEX_STAGE
const vec2 CORNERS[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));
out vec2 across;
void main() {
    across = CORNERS[gl_VertexID];
    gl_Position = vec4(across * 2.0 - 1.0, 1.0, 1.0);
}
#else
in vec2 across;
uniform sampler2D image;
out vec4 colour;

#ifdef SHARP
const vec3 LUMA = vec3(0.25, 0.5, 0.25);

const float STEEP = 4.0;     // 1 / the gradient from which an edge counts wholly
const float LONGER = 0.4;    // by how much the kernel is longer along an edge,
const float NARROWER = 0.15; // and narrower across it

// Adds a texel, at a distance from the pixel in texels, to the weighted sum, and its weight.
void tap(inout vec4 sum, vec3 texel, vec2 place, vec2 across, vec2 along) {
    vec2 far = vec2(dot(place, across), dot(place, along));
    float square = min(dot(far, far), 4.0);
    float lobe = 0.4 * square - 1.0;
    float window = 0.25 * square - 1.0;
    sum += vec4(texel, 1.0) * ((1.5625 * lobe * lobe - 0.5625) * window * window);
}

vec4 enlarged() {
    ivec2 last = textureSize(image, 0) - 1;
    vec2 at = across * vec2(last + 1) - 0.5;
    ivec2 p = clamp(ivec2(floor(at)), ivec2(1), max(last - 2, ivec2(1)));  // all twelve lie in the picture
    vec2 f = at - vec2(p);
    //    b c
    //  d e f g     e is the texel at p
    //  h i j k
    //    l m
    vec3 b = texelFetch(image, p + ivec2(0, -1), 0).rgb;
    vec3 c = texelFetch(image, p + ivec2(1, -1), 0).rgb;
    vec3 d = texelFetch(image, p + ivec2(-1, 0), 0).rgb;
    vec3 e = texelFetch(image, p, 0).rgb;
    vec3 f_ = texelFetch(image, p + ivec2(1, 0), 0).rgb;
    vec3 g = texelFetch(image, p + ivec2(2, 0), 0).rgb;
    vec3 h = texelFetch(image, p + ivec2(-1, 1), 0).rgb;
    vec3 i = texelFetch(image, p + ivec2(0, 1), 0).rgb;
    vec3 j = texelFetch(image, p + ivec2(1, 1), 0).rgb;
    vec3 k = texelFetch(image, p + ivec2(2, 1), 0).rgb;
    vec3 l = texelFetch(image, p + ivec2(0, 2), 0).rgb;
    vec3 m = texelFetch(image, p + ivec2(1, 2), 0).rgb;
    vec2 t = clamp(f, 0.0, 1.0);
    vec3 rise_x = mix(mix(f_ - d, g - e, t.x), mix(j - h, k - i, t.x), t.y);
    vec3 rise_y = mix(mix(i - b, j - c, t.x), mix(l - e, m - f_, t.x), t.y);
    vec2 rise = vec2(dot(rise_x, LUMA), dot(rise_y, LUMA));
    float steep = length(rise);
    float edge = clamp(steep * STEEP, 0.0, 1.0);
    vec2 across = rise / max(steep, 1e-4);
    vec2 along = vec2(-across.y, across.x) * (1.0 - LONGER * edge);
    along = steep > 1e-4 ? along : vec2(0.0, 1.0);
    across = steep > 1e-4 ? across * (1.0 + NARROWER * edge) : vec2(1.0, 0.0);
    vec4 sum = vec4(0.0);
    tap(sum, b, vec2(0.0, -1.0) - f, across, along);
    tap(sum, c, vec2(1.0, -1.0) - f, across, along);
    tap(sum, d, vec2(-1.0, 0.0) - f, across, along);
    tap(sum, e, -f, across, along);
    tap(sum, f_, vec2(1.0, 0.0) - f, across, along);
    tap(sum, g, vec2(2.0, 0.0) - f, across, along);
    tap(sum, h, vec2(-1.0, 1.0) - f, across, along);
    tap(sum, i, vec2(0.0, 1.0) - f, across, along);
    tap(sum, j, vec2(1.0, 1.0) - f, across, along);
    tap(sum, k, vec2(2.0, 1.0) - f, across, along);
    tap(sum, l, vec2(0.0, 2.0) - f, across, along);
    tap(sum, m, vec2(1.0, 2.0) - f, across, along);
    vec3 least = min(min(e, f_), min(i, j));
    vec3 most = max(max(e, f_), max(i, j));
    return vec4(clamp(sum.rgb / sum.a, least, most), 1.0);
}
#endif

void main() {
#ifdef SHARP
    colour = enlarged();
#else
    colour = texture(image, across);
#endif
#ifdef WHOLE
    colour = floor(colour + 0.5);
#endif
}
#endif
