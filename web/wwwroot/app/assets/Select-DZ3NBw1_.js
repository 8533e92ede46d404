<<<<<<<< HEAD:web/wwwroot/app/assets/Select-CAKX7koM.js
import{n as e}from"./Icon-Cn67Q271.js";var t=({label:t,value:n,options:r,onChoose:i})=>e(`label`,{class:`pick`,children:[e(`span`,{children:t}),e(`select`,{class:`field`,value:n,onChange:e=>i(e.currentTarget.value),children:r.map(t=>{let[n,r]=typeof t==`string`?[t,t]:t;return e(`option`,{value:n,children:r},n)})})]});export{t};
========
import{n as e}from"./Icon-2QzCR7Uz.js";var t=({label:t,value:n,options:r,onChoose:i})=>e(`label`,{class:`pick`,children:[e(`span`,{children:t}),e(`select`,{class:`field`,value:n,onChange:e=>i(e.currentTarget.value),children:r.map(t=>{let[n,r]=typeof t==`string`?[t,t]:t;return e(`option`,{value:n,children:r},n)})})]});export{t};
>>>>>>>> work/assign:web/wwwroot/app/assets/Select-DZ3NBw1_.js
