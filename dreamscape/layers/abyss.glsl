// The vast dark. Two veils of noise in the direction of the view: one cold and wide, one golden in folds, which lies as
// a leaning band through the middle. Cost: 4 octaves in space at a sixth of the resolution, under 1 ms at 1280x720.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
uniform float dawns;
uniform float gold;
uniform vec3 place;
uniform vec3 cold;     // how much of its usual light each veil has
uniform float warmth;
out vec4 colour;

void main() {
    vec3 view = normalize(view_ray(gl_FragCoord.xy));
    float shown = smoothstep(dawns, dawns + 5.0, frame.act_time);
    vec3 p = view * 2.3 + place;
    float drift = frame.time * 0.012;
    float wide = perlin(p * 0.8 + vec3(drift, 0.0, 0.0));
    float fold = perlin(p * 1.9 + vec3(0.0, drift, 0.6 * wide));
    float fine = perlin(p * 4.7 + vec3(0.8 * fold, -drift * 1.5, 0.0));
    float grain = perlin(p * 11.0 + vec3(0.0, 0.9 * fine, drift * 2.0));
    float lean = view.y - 0.22 * view.x + 0.07 * wide;
    float band = 1.0 / (1.0 + lean * lean * 60.0);
    float dust = clamp(0.50 + 0.60 * fold + 0.45 * fine + 0.22 * grain, 0.0, 1.5);
    float middle = 1.0 / (1.0 + dot(view.xy, view.xy) * 22.0);
    vec3 c = frame.shadow + frame.dominant * cold * (0.065 + 0.22 * clamp(0.5 + wide + 0.5 * fine, 0.0, 1.2))
        * (0.35 + 0.65 * middle) * (1.0 - 0.6 * band * dust);
    vec3 warm = mix(frame.other, frame.counter, clamp(middle + 0.25 * fine, 0.0, 1.0));
    float breath = 0.90 + 0.18 * frame.heart;
    c += warm * dust * dust * (0.085 * band + 0.060 * middle * middle) * gold * warmth * breath;
    c *= 1.0 - 0.45 * band * clamp(-fold * 1.6 + 0.3 * grain, 0.0, 1.0);  // dark lanes in the band
    colour = vec4(c * shown, 0.0);
    if (touched) {  // the veils take light, in folds of their own
        vec2 seen = in_picture(gl_FragCoord.xy);
        float wave = perlin(vec3(seen * 1.1, frame.time * 0.05) + place);
        float folded = clamp(0.35 + 1.1 * perlin(vec3(seen * 2.7 + 0.8 * wave, frame.time * 0.08) + place) + 0.9 * wave,
            0.0, 1.4);
        colour.rgb *= 1.0 + (0.8 + 2.6 * folded * folded) * felt_at(seen + vec2(0.9, 0.7) * wave);
    }
}
