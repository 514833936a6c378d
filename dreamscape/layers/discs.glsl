// Discs: lights out of focus. Vertex: an octagon that comes out of one light, grows and drifts, and lands on another.
// Fragment: a flat disc with a faint brim and a soft edge; or the glow, which is the first of them.
// Cost: a hundred discs cover about one full screen, 3 ms at 1280x720 on two cores.
#include "frame.glsl"

#ifdef VERTEX_STAGE
in vec4 from;    // m, where it comes from
in vec4 to;      // m and 1, or a direction and 0: the light it lands on
in vec4 drift;   // picture heights from the middle; radius in picture heights, brightness
in vec4 moment;  // s: it begins, has grown, begins to land, has landed
in vec4 hue;     // colour of the light it lands on, if that is a body; 1 for the glow, 0 for a disc
out vec2 at;
flat out vec4 shine;  // colour, softness of a pixel in units of the radius
flat out float glows;
uniform vec3 source;     // m, the light around which all is gathered

vec2 seen(vec4 place) {
    vec4 clip = frame.view_projection * vec4(place.xyz + frame.eye * (1.0 - place.w), 1.0);
    return clip.xy / max(clip.w, 0.05) * vec2(frame.aspect, 1.0) * 0.5;
}

void main() {
    float number = float(gl_InstanceID);
    float grown = smoothstep(moment.x, moment.y, frame.act_time);
    float lands = smoothstep(moment.z, moment.w, frame.act_time);
    float since = frame.act_time - moment.x;
    vec2 wander = vec2(sin(since * 0.31 + number * 2.4), sin(since * 0.23 + number * 1.7)) * 0.035
        + vec2(0.0, 0.008 * since);
    vec2 place = mix(seen(from), drift.xy * (1.06 - 0.035 * since) + wander,
        grown * grown * (2.0 - grown) * (1.0 - hue.w));
    place = mix(place, seen(to), lands * lands * (3.0 - 2.0 * lands));
    float still = 1.0 - lands;
    float radius = drift.z * (0.10 + 0.90 * grown) * (0.03 + 0.97 * still * still);
    float least = 1.6 / frame.resolution.y;
    radius = max(radius, least);
    int corner = (gl_VertexID & 1) == 0 ? 8 - gl_VertexID / 2 : (gl_VertexID + 1) / 2;  // of the octagon, for a strip
    float turn = (float(corner) + 0.5) * 0.785398;
    at = vec2(cos(turn), sin(turn)) * 1.0824;  // 1 / cos(22.5 degrees): around the disc
    gl_Position = vec4((place + at * radius) / vec2(frame.aspect, 1.0) * 2.0, -1.0, 1.0);

    vec2 off = place - seen(vec4(source, 1.0)) * (1.0 - lands);
    float gathered = 1.0 / (1.0 + 3.6 * dot(off, off));
    float breath = 0.85 + 0.15 * sin(since * (0.9 + 0.5 * fract(number * 0.618)) + number);
    float level = drift.w * grown * breath * mix(gathered * gathered, 1.0, lands) * (1.0 + 3.0 * lands);
    level *= smoothstep(1.0, 0.80, lands);
    float pick = fract(number * 0.618034);
    vec3 gold = frame.light * vec3(1.0, 0.64, 0.30);
    vec3 own = mix(gold, mix(frame.accent, gold, 0.15), smoothstep(0.35, 0.70, pick));
    own = mix(own, frame.counter * 1.6 + frame.accent * 0.15,
        smoothstep(0.25, 0.9, length(off)) * 0.7 * smoothstep(0.3, 0.6, fract(pick * 7.0)));
    vec3 goal = dot(hue.rgb, vec3(1.0)) > 0.0 ? hue.rgb : to.w < 0.5 ? frame.light
        : mix(frame.counter * 1.5, frame.light, 0.4);
    glows = hue.w;
    shine = vec4(mix(mix(own, goal, lands), gold * 0.78 + frame.accent * 0.26, glows) * level,
        1.2 / (radius * frame.resolution.y));
}
#endif

#ifdef FRAGMENT_STAGE
in vec2 at;
flat in vec4 shine;
flat in float glows;
out vec4 colour;

void main() {
    float r2 = dot(at, at);
    float r = sqrt(r2);
    float soft = max(shine.w, 0.07);
    float disc = (0.62 + 0.38 * r2 * r2 * r2) * (1.0 - smoothstep(1.0 - 2.0 * soft, 1.0, r));
    float rest = max(1.0 - r2, 0.0);
    float glow = rest * rest * rest * (0.16 + 0.84 / (1.0 + 15.0 * r2));
    vec3 rosy = mix(vec3(1.0), vec3(1.0, 0.62, 0.85), glows * min(2.0 * r, 1.0));  // the glow is rose further out
    colour = vec4(shine.rgb * rosy * mix(disc, glow, glows), 0.0);
}
#endif
