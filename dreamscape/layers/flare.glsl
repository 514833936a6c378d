// The flare: light gathers at the source, a front runs out over the frame, and haze stays within it and fades.
// Cost: divisions only, about 3 ms at 1280x720 on two cores, while it is there.
#include "frame.glsl"
#include "unveiling.glsl"

#ifdef VERTEX_STAGE
void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(corner * 2.0 - 1.0, -1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform vec3 source;
uniform float opens;
uniform float lasts;
uniform float brightness;
out vec4 colour;

void main() {
    float gone = act_time - opens;
    float progress = clamp(gone / lasts, 0.0, 1.0);
    float off = outside(gl_FragCoord.xy, source, progress);
    float wide = 0.025 + 0.075 * progress;
    float rise = smoothstep(-1.5, 0.1, gone);
    float fade = 1.0 - smoothstep(lasts * 0.75, lasts + 2.4, gone);
    float near = wide * wide / (off * off + wide * wide);
    float front = near * near * rise;
    float within = smoothstep(wide, -wide * 2.0, off);
    float haze = within * fade * (0.55 / (1.0 - min(off, 0.0) * mix(5.0, 9.0, progress)) + 0.50 * (1.0 - smoothstep(0.40, 0.80, progress)));
    float fall = 1.0 + abs(off) * mix(5.0, 2.5, progress);
    float ahead = rise * fade * 0.45 / (fall * fall * fall);
    float veil = max(max(front * 0.985, min(haze, 0.9)), ahead);
    vec3 gold = light * vec3(1.0, 0.76, 0.48);
    float broad = 1.0 / (1.0 + off * off / (wide * wide * 22.0));
    vec3 tint = mix(accent * 0.15 + gold * 0.02, gold * 0.50 + accent * 0.16, broad * broad * (1.0 - 0.45 * progress));
    float far = off + progress * progress * 1.75;
    tint += (gold * 0.34 + accent * 0.10) / (1.0 + far * far * 26.0) * (1.0 - progress);
    colour = vec4(tint * veil * brightness * mix(1.0, 0.62, progress), veil);
}
#endif
