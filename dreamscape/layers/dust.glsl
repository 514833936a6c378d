// Dust: round points, additive. The tint is an index into the palette: 0 light, 1 dominant, 2 counter, 3 other, 4
// accent. A smaller point than `least` is drawn as large as that and dimmed to match, so that nothing flickers.
#include "frame.glsl"
#include "touch.glsl"

#ifdef VERTEX_STAGE
uniform float largest;
uniform float least;
uniform float brightness;
in vec3 position;
in float size;
in float age;
in float tint;
out vec3 shine;

void main() {
    vec4 clip = frame.view_projection * vec4(position, 1.0);
    gl_Position = clip;
    float rise = smoothstep(0.0, 0.12, age);
    float fade = (1.0 - age) * (1.0 - age);
    float pixels = 2.0 * size * (0.55 + 0.45 * (1.0 - age)) / (max(clip.w, 0.1) * frame.pixel);
    float drawn = clamp(pixels, least, largest * frame.resolution.y / 720.0);
    gl_PointSize = drawn;
    float dim = min(pixels * pixels / (drawn * drawn), 1.0);
    int k = int(tint + 0.5);
    vec3 hue = k == 0 ? frame.light : k == 1 ? frame.dominant : k == 2 ? frame.counter : k == 3 ? frame.other
        : frame.accent;
    float blink = 0.75 + 0.25 * sin(frame.time * (2.0 + 3.0 * fract(size * 977.0)) + fract(size * 3571.0) * 6.28);
    if (touched) blink += 1.8 * felt_at(in_view(position - frame.eye));
    shine = hue * rise * fade * dim * brightness * blink;
}
#endif

#ifdef FRAGMENT_STAGE
uniform float softness;
in vec3 shine;
out vec4 colour;

void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    float inside = max(1.0 - dot(p, p), 0.0);
    float hard = inside * inside * inside;
    colour = vec4(shine * mix(hard * inside * 1.8, inside * inside * 0.8, softness), 0.0);
}
#endif
