/*{"INPUTS": [
    {"NAME": "level", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 2.0},
    {"NAME": "on", "TYPE": "bool", "DEFAULT": true},
    {"NAME": "hit", "TYPE": "event"},
    {"NAME": "steps", "TYPE": "long", "VALUES": [10, 20, 51], "LABELS": ["few", "some", "many"], "DEFAULT": 51},
    {"NAME": "place", "TYPE": "point2D", "DEFAULT": [0.4, 0.6], "MIN": [0, 0], "MAX": [1, 1]},
    {"NAME": "tint", "TYPE": "color", "DEFAULT": [1.0, 0.8, 0.2, 1.0]},
    {"NAME": "blend", "TYPE": "float"}
]}*/
void main() {
    float part = isf_FragNormCoord.x * 6.0;
    float shown = part < 1.0 ? level : part < 2.0 ? float(on) : part < 3.0 ? float(hit) : part < 4.0 ? float(steps) / 255.0
        : part < 5.0 ? place.y : tint.g;
    gl_FragColor = vec4(vec3(shown + blend), 1);
}
